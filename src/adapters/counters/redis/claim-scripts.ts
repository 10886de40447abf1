// A claim is `c<token>` until it is answered, and then `a<answer as JSON>`. An ask has up to two names, and whoever has
// either of them has the ask.

/**
 * KEYS: since, then the names of the ask. ARGV: token, how long the claim holds, now.
 * Gives the time since which all answers are known here; and, where somebody has the ask, what stands there and its
 * place.
 */
export const CLAIM = `
local call = redis.call
local since = call('GET', KEYS[1])
if not since then
  since = ARGV[3]
  call('SET', KEYS[1], since)
end
for k = 2, #KEYS do
  local stands = call('GET', KEYS[k])
  if stands then return {since, stands, k} end
end
for k = 2, #KEYS do call('SET', KEYS[k], 'c' .. ARGV[1], 'PX', ARGV[2]) end
return {since}
`;

/**
 * KEYS: the names of the ask. ARGV: token, answer (empty to give the claim back), how long it is kept. The first answer
 * stands, also where the claim was taken over meanwhile.
 */
export const SETTLE = `
local call = redis.call
for k = 1, #KEYS do
  local stands = call('GET', KEYS[k])
  if ARGV[2] == '' then
    if stands == 'c' .. ARGV[1] then call('DEL', KEYS[k]) end
  elseif not stands or string.sub(stands, 1, 1) == 'c' then
    call('SET', KEYS[k], 'a' .. ARGV[2], 'PX', ARGV[3])
  end
end
`;

/** KEYS: since. ARGV: a time before which answers may not be known here. */
export const DOUBT = `
local since = redis.call('GET', KEYS[1])
if not since or tonumber(since) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
`;
