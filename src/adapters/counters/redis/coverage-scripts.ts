// A shard's epoch is `<token>.<n>`. The token is made when everything begins to be filled, and is gone with the shard's
// data; `n` grows with every change of what is covered, so that whoever sees a greater one reads the first shard's
// coverage again. That is a hash: `filled:<timeline>` is the token under which it was filled; `lost` the time since
// when something is missing.

/** KEYS: epoch and coverage of the first shard. Gives the epoch, and names and values of the coverage in turn. */
export const READ_COVERAGE = `
return {redis.call('GET', KEYS[1]), redis.call('HGETALL', KEYS[2])}
`;

/**
 * KEYS: epoch and coverage of the first shard. ARGV: token, what to do, and with what: `fill` or `drop` timelines;
 * `lost` or `found` what is missing since a time, in milliseconds: the earliest one stands, and is found only by who
 * knew of it.
 * Gives the new epoch; nothing where the token is another.
 */
export const CHANGE_COVERAGE = `
local call = redis.call
local token, n = string.match(call('GET', KEYS[1]) or '', '^(.*)%.(%d+)$')
if token ~= ARGV[1] then return false end
local act = ARGV[2]
if act == 'fill' then
  for i = 3, #ARGV do call('HSET', KEYS[2], 'filled:' .. ARGV[i], token) end
elseif act == 'drop' then
  for i = 3, #ARGV do call('HDEL', KEYS[2], 'filled:' .. ARGV[i]) end
else
  local stands = tonumber(call('HGET', KEYS[2], 'lost') or '')
  local since = tonumber(ARGV[3])
  if act == 'lost' and (not stands or since < stands) then call('HSET', KEYS[2], 'lost', ARGV[3]) end
  if act == 'found' and stands and stands >= since then call('HDEL', KEYS[2], 'lost') end
end
local epoch = token .. '.' .. (tonumber(n) + 1)
call('SET', KEYS[1], epoch)
return epoch
`;

/** KEYS: epoch and coverage of the first shard. ARGV: a new epoch, under which nothing is filled. */
export const BEGIN_COVERAGE = `
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1])
`;

/** KEYS: epoch of another shard. ARGV: token, n. Gives 1; 0 where the token is another. */
export const FOLLOW_COVERAGE = `
local token, n = string.match(redis.call('GET', KEYS[1]) or '', '^(.*)%.(%d+)$')
if token ~= ARGV[1] then return 0 end
if tonumber(n) < tonumber(ARGV[2]) then redis.call('SET', KEYS[1], token .. '.' .. ARGV[2]) end
return 1
`;
