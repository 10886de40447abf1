/** Where Redis is: one server, or some nodes of a cluster, of which it learns the others. */
export interface RedisAddress {
  readonly isCluster: boolean;
  readonly isTls: boolean;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | null;
  readonly password: string | null;
  /** Always 0 in a cluster, which has no others. */
  readonly database: number;
}

const FORM = /^(rediss?)(\+cluster)?:\/\/(?:(.*)@)?([^/?#]+)(?:\/(\d*))?(?:\?([^#]*))?$/;
const DEFAULT_PORT = 6379;

/**
 * Reads `redis://user:password@host:port/0`, with `rediss` for TLS. A cluster is written
 * `redis+cluster://host:port,host:port`, or with `?cluster=true`, as for a configuration endpoint. Throws where it is
 * none of these; the message has no password.
 */
export function readRedisUrl(url: string): RedisAddress {
  const [, scheme, plus, credentials, hosts = '', database, query] = FORM.exec(url) ?? [];
  if (scheme === undefined)
    throw new Error('REDIS_URL is not of the form redis://host:port or redis+cluster://host:port,…');
  const isCluster = plus !== undefined || new URLSearchParams(query).get('cluster') === 'true';
  const nodes = hosts.split(',').map(readNode);
  if (nodes.length > 1 && !isCluster)
    throw new Error('REDIS_URL has several hosts: write redis+cluster:// for a cluster');
  if (isCluster && Number(database ?? 0) !== 0)
    throw new Error('REDIS_URL names a database: a Redis Cluster has only 0');
  const [username = '', ...password] = (credentials ?? '').split(':');
  return {
    isCluster,
    isTls: scheme === 'rediss',
    nodes,
    username: username === '' ? null : decodeURIComponent(username),
    password: password.length === 0 ? null : decodeURIComponent(password.join(':')),
    database: Number(database ?? 0),
  };
}

function readNode(text: string): { host: string; port: number } {
  const node = URL.canParse(`redis://${text}`) ? new URL(`redis://${text}`) : null;
  if (!node?.hostname) throw new Error(`REDIS_URL names a host that is none: ${text}`);
  return { host: node.hostname.replace(/^\[|\]$/g, ''), port: Number(node.port || DEFAULT_PORT) };
}
