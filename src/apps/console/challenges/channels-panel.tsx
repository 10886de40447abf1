import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ChallengeChannel } from '../../../sdk/index.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { useMay } from '../shell/session.ts';
import { SwitchChannel } from './switch-channel.tsx';
import { CHANNEL_SCOPE, useChannels } from './use-channels.ts';

const NAMES = { stripe: 'Stripe’s texts', twilio: 'our texts, by Twilio' } as const;

/** The ways to ask, and the switch of each. */
export function ChannelsPanel() {
  const channels = useChannels();
  const maySwitch = useMay(CHANNEL_SCOPE);
  const [switched, setSwitched] = useState<ChallengeChannel | null>(null);
  return (
    <Panel title="Channels" isFlush>
      <Loaded query={channels}>
        {({ data }) => (
          <table className="table">
            <thead>
              <tr>
                <th>Channel</th>
                <th>State</th>
                <th>Changed</th>
                {maySwitch && <th>Change</th>}
              </tr>
            </thead>
            <tbody>
              {data.map((channel) => (
                <tr key={channel.channel} data-channel={channel.channel}>
                  <td>
                    {channel.channel}
                    <span className="faint">: {NAMES[channel.channel]}</span>
                  </td>
                  <td>
                    <span className="word" data-tone={channel.state === 'on' ? 'approve' : 'decline'}>
                      <span aria-hidden="true">{channel.state === 'on' ? '●' : '○'}</span>
                      {channel.state}
                    </span>
                  </td>
                  <td>
                    <Changed channel={channel} />
                  </td>
                  {maySwitch && (
                    <td>
                      <Button size="compact-xs" variant="default" onClick={() => setSwitched(channel)}>
                        {channel.state === 'on' ? 'Pause' : 'Resume'}…<span className="hidden"> {channel.channel}</span>
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      {switched && <SwitchChannel channel={switched} onClose={() => setSwitched(null)} />}
    </Panel>
  );
}

/** When it was switched last, and by whom. */
function Changed({ channel: { state, off_at, on_at, by } }: { readonly channel: ChallengeChannel }) {
  const at = state === 'on' ? on_at : off_at;
  if (at === null) return <span className="faint">never</span>;
  return (
    <>
      <Time at={at} />, by <Who by={by ?? { id: 'system', name: null }} />
    </>
  );
}
