import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { LivePolicy, PolicyRule } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Code } from '../parts/code.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { allOf } from './policy-queries.ts';
import type { InForceSearch } from './searches.ts';

const route = getRouteApi('/shell/policy');

/** The rules of the version in force, filtered by what stands in the address. */
export function RulesTab({ live: { version, broken_rules: broken } }: { readonly live: LivePolicy }) {
  const { client, key } = useCountersign();
  const search = route.useSearch();
  const rules = useQuery({
    queryKey: [key, 'policy', 'rules', version],
    queryFn: () => allOf(client.rules.each({ version, limit: 100 })),
  });
  return (
    <Loaded query={rules} empty={(all) => (all.length === 0 ? 'It has no rules: its profiles decide alone.' : null)}>
      {(all) => {
        const shown = all.filter((rule) => isShown(rule, search));
        return (
          <Panel title={said(shown.length, all.length)} actions={<RuleFilters search={search} />} isFlush>
            {shown.length === 0 ? (
              <div className="empty">No rule is like that.</div>
            ) : (
              <ul className="policy-rows">
                {shown.map((rule) => (
                  <RuleRow key={rule.id} rule={rule} isBroken={broken.includes(rule.id)} />
                ))}
              </ul>
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}

function said(shown: number, all: number): string {
  return shown === all ? `${all} rules` : `${shown} of ${all} rules`;
}

function isShown(rule: PolicyRule, { text, action, mode }: InForceSearch): boolean {
  if ((action && rule.action !== action) || (mode && rule.mode !== mode)) return false;
  if (!text) return true;
  const words = [rule.id, rule.rule, rule.note ?? '', ...rule.tags, ...(rule.portfolios ?? [])];
  return words.join('\n').toLowerCase().includes(text.toLowerCase());
}

function RuleFilters({ search: { text = '', action, mode } }: { readonly search: InForceSearch }) {
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ search: (before) => ({ ...before, ...change }) as InForceSearch, replace: true });
  return (
    <div className="policy-filters">
      <TextInput
        size="xs"
        aria-label="Within ids, texts and notes"
        placeholder="Find…"
        value={text}
        onChange={(event) => set({ text: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label="Action"
        value={action ?? ''}
        onChange={(event) => set({ action: event.currentTarget.value || undefined })}
        data={[{ value: '', label: 'any action' }, 'block', 'allow', 'challenge', 'review']}
      />
      <NativeSelect
        size="xs"
        aria-label="Mode"
        value={mode ?? ''}
        onChange={(event) => set({ mode: event.currentTarget.value || undefined })}
        data={[{ value: '', label: 'any mode' }, 'live', 'shadow', 'off']}
      />
    </div>
  );
}

function RuleRow({ rule, isBroken }: { readonly rule: PolicyRule; readonly isBroken: boolean }) {
  const { id, mode, tags, note } = rule;
  return (
    <li id={`rule-${id}`}>
      <div className="policy-row-head">
        <strong className="mono">{id}</strong>
        <span className="policy-mode" data-mode={mode}>
          {mode}
          {isBroken && ' (circuit breaker)'}
        </span>
        {tags.map((tag) => (
          <span key={tag} className="policy-tag">
            {tag}
          </span>
        ))}
        <span className="page-rest" />
        <Link to="/decisions" search={{ rule: id }}>
          Decisions<span className="hidden"> by {id}</span>
        </Link>
      </div>
      <div className="policy-rule" data-action={rule.action}>
        <Code text={rule.rule} language="rule" />
      </div>
      <Limits rule={rule} />
      {note && <p className="faint">{note}</p>}
    </li>
  );
}

function Limits({
  rule: { always, sample_percent: percent, portfolios, expires_at: expiresAt },
}: {
  rule: PolicyRule;
}) {
  const limits = [
    always && 'always: neither a verification nor an allow overrides it',
    percent !== null && `for ${percent} % of cards`,
    portfolios && `in ${portfolios.join(', ')}`,
  ].filter(Boolean);
  if (limits.length === 0 && !expiresAt) return null;
  return (
    <p>
      {limits.join(' · ')}
      {expiresAt && (
        <>
          {limits.length > 0 && ' · '}
          {Date.parse(expiresAt) <= Date.now() ? 'ended ' : 'ends '}
          <Time at={expiresAt} />
        </>
      )}
    </p>
  );
}
