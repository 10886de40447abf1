import { Button } from '@mantine/core';
import { useState } from 'react';
import { becauseInWords } from '../../../core/decision/question.ts';
import type { ChallengeChannel } from '../../../sdk/index.ts';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { useMay } from '../shell/session.ts';
import { SwitchChannel } from './switch-channel.tsx';
import { CHANNEL_SCOPE, useChannels } from './use-channels.ts';

/** The channels that are switched off: nobody is asked by them until somebody resumes them. */
export function ChannelNotes() {
  const { data } = useChannels();
  const [resuming, setResuming] = useState<ChallengeChannel | null>(null);
  const off = (data?.data ?? []).filter(({ state }) => state === 'off');
  return (
    <>
      {off.map((channel) => (
        <OffNote key={channel.channel} channel={channel} onResume={() => setResuming(channel)} />
      ))}
      {resuming && <SwitchChannel channel={resuming} onClose={() => setResuming(null)} />}
    </>
  );
}

interface OffNoteProps {
  readonly channel: ChallengeChannel;
  onResume(): void;
}

function OffNote({ channel, onResume }: OffNoteProps) {
  const mayResume = useMay(CHANNEL_SCOPE);
  const { channel: name, by } = channel;
  return (
    <Note tone="wrong" title={`The channel ${name} is switched off`}>
      <Since channel={channel} /> Nobody is asked by it; the answer is each profile’s “otherwise”.{' '}
      {by === null && TO_DO[name]}{' '}
      <Button
        size="compact-xs"
        variant="default"
        disabled={!mayResume}
        title={mayResume ? undefined : `This wants the scope ${CHANNEL_SCOPE}`}
        onClick={onResume}
      >
        Resume {name}…
      </Button>
    </Note>
  );
}

/** Since when it is off, by whom and why. */
function Since({ channel: { off_at, because, by } }: Pick<OffNoteProps, 'channel'>) {
  if (off_at === null) return null;
  return (
    <>
      Since <Time at={off_at} />
      {by === null ? (
        because !== null && <>: {becauseInWords(because)}</>
      ) : (
        <>
          , by <Who by={by} />
        </>
      )}
      .
    </>
  );
}

/** What to do where the service switched it off by itself. */
const TO_DO = {
  stripe: 'See that fraud challenges are enabled in Stripe’s Dashboard under Settings, Issuing; then resume it.',
  twilio: 'See in Twilio’s Console that the account and its sender may send; then resume it.',
} as const;
