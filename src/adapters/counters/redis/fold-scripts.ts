import { OUTRANKS } from './apply-script.ts';

/**
 * Takes folded lines out of `raw`, and puts the tiles in their place; only if the tiles are still those that were
 * folded into, and every line stands there with the outcome with which it was folded.
 *
 * KEYS: raw, tiles, then ids by place.
 * ARGV: version of the tiles that were folded into (empty for none), new version, new tiles, time to live, then by
 * place the ids with their letters, ten characters each. Gives 1 if it was done.
 */
export const FOLD = `
local call, find, sub = redis.call, string.find, string.sub
local raw = call('GET', KEYS[1])
if not raw then return 0 end
local has_tiles = string.byte(raw, 1) == 35
if (has_tiles and sub(raw, 2, 9) or '') ~= ARGV[1] then return 0 end

local places = {}
for a = 5, #ARGV do
  for p = 1, #ARGV[a], 10 do
    local at = find(raw, '["' .. sub(ARGV[a], p, p + 9), 1, true)
    if not at then return 0 end
    places[#places + 1] = at
  end
end
table.sort(places)

local parts = {'#' .. ARGV[2] .. '0000\\n'}
local from = has_tiles and 15 or 1
for _, at in ipairs(places) do
  parts[#parts + 1] = sub(raw, from, at - 1)
  from = find(raw, '\\n', at, true) + 1
end
parts[#parts + 1] = sub(raw, from)
-- Nobody reads on from here: what was noted stands in the lines.
local rest = string.gsub(table.concat(parts), '\\n![^\\n]*', '')
call('SET', KEYS[1], rest, 'PX', ARGV[4])
call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
for k = 3, #KEYS do
  call('APPEND', KEYS[k], ARGV[k + 2])
  call('PEXPIRE', KEYS[k], ARGV[4])
end
return 1
`;

/**
 * Another outcome for an entry that was folded; only if the tiles are still those that it was moved in.
 *
 * KEYS: raw, tiles, ids. ARGV: version that was moved in, new version, new tiles, time to live, id, letter before,
 * letter.
 * Gives 1 if it was done.
 */
export const MOVE = `${OUTRANKS}
local call, sub = redis.call, string.sub
if call('GETRANGE', KEYS[1], 0, 8) ~= '#' .. ARGV[1] then return 0 end
local ids = call('GET', KEYS[3])
local place = folded(ids, ARGV[5])
if not place or sub(ids, place + 9, place + 9) ~= ARGV[6] then return 0 end
call('SETRANGE', KEYS[1], 1, ARGV[2])
call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
call('SETRANGE', KEYS[3], place + 8, ARGV[7])
return 1
`;
