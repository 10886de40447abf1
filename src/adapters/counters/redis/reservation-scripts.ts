/** KEYS: the phone. ARGV: the question, for how long. Gives 1 if the phone is held for this question. */
export const HOLD = `
local stands = redis.call('GET', KEYS[1])
if stands and stands ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/**
 * KEYS: the uses of an allowance, a hash of `amount:time` by ask. ARGV: the ask, its amount and time; the total and the
 * uses a day that are allowed; the time since which uses are of the day; how long it is kept; then what is known to
 * have been used, as ask, amount and time. Gives 1 if the ask has used it, now or before.
 */
export const SPEND = `
local call = redis.call
for k = 8, #ARGV, 3 do call('HSETNX', KEYS[1], ARGV[k], ARGV[k + 1] .. ':' .. ARGV[k + 2]) end
local isSpent = call('HEXISTS', KEYS[1], ARGV[1]) == 1
if not isSpent then
  local total, today = tonumber(ARGV[2]), 1
  for _, use in ipairs(call('HVALS', KEYS[1])) do
    local amount, at = string.match(use, '^(%d+):(%d+)$')
    total = total + tonumber(amount)
    if tonumber(at) > tonumber(ARGV[6]) then today = today + 1 end
  end
  isSpent = total <= tonumber(ARGV[4]) and today <= tonumber(ARGV[5])
  if isSpent then call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. ARGV[3]) end
end
call('PEXPIRE', KEYS[1], ARGV[7])
return isSpent and 1 or 0
`;
