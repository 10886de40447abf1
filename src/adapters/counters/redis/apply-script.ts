// What Redis keeps of one key's timeline:
// - `raw`: the entries that stand there one by one, a line of JSON each, `["<id of 9><letter>",atMs,…],` and a newline,
//   in the order of writing. Where others were folded, `#<version of 8><turn of 4>` and a newline come first; and from
//   then on nothing changes but outcomes as long as version and turn are the same: lines only come behind, and another
//   outcome also as a note, `!<id><letter>` and a newline. So a process that read the key before reads only what is
//   new.
// - `tiles`: the folded ones, as JSON. It changes only together with the version in `raw`.
// - `ids` of a place (an hour, and the last sign of the id): ids and letters of folded entries, ten characters each.

/** Lua: `outranks(new, old)` as `outcomeAfter` in core has it, of letters; upper case is Stripe's report. */
export const OUTRANKS = `
local function outranks(new, old)
  if new == old or string.find('nNpP', new, 1, true) then return false end
  return string.upper(new) == new or string.upper(old) ~= old
end
local function folded(ids, id)
  local at = ids and string.find(ids, id, 1, true)
  while at and (at - 1) % 10 ~= 0 do at = string.find(ids, id, at + 1, true) end
  return at
end
`;

/**
 * One stage of an event: for each request a check for a duplicate, the write, the trim of the expired head, a new time
 * to live, and the read; nothing comes between. (A key that was folded is trimmed by being folded again.)
 *
 * KEYS: epoch, beat, then by request raw, tiles, ids.
 * ARGV: beat (empty if nothing is written), its time to live, then by request: flags (`r` read, `f` fill), line (empty
 * to write nothing), time up to which the head has expired, time to live, version of the tiles that the caller has, and
 * what it has of raw: version, turn, and how many bytes (empty for nothing).
 * Gives: epoch, the beat before, then by request: 0 new, 1 duplicate, 2 one that was folded and is outranked, and 4
 * more where the caller has the rest; raw before the write of a new line (or how long it is, where it is not read);
 * tiles, if they are not the caller's.
 */
export const APPLY = `${OUTRANKS}
local call, find, sub = redis.call, string.find, string.sub
local function line_end(raw, from) return find(raw, '\\n', from, true) end

local function trimmed(raw, cut)
  local from = 1
  while true do
    local at = string.match(raw, '^%["[^"]*",([^,]*)', from)
    if not at or tonumber(at) > cut then break end
    from = line_end(raw, from) + 1
  end
  return from == 1 and raw or sub(raw, from)
end

local function replace(key, raw, at, line, ttl)
  if string.byte(raw, 1) == 35 then
    raw = sub(raw, 1, 9) .. string.format('%04d', (tonumber(sub(raw, 10, 13)) + 1) % 10000) .. sub(raw, 14)
  end
  line = sub(line, 1, 11) .. sub(raw, at + 11, at + 11) .. sub(line, 13)
  -- What is filled again is written again: it goes to the end.
  raw = sub(raw, 1, at - 1) .. sub(raw, line_end(raw, at) + 1) .. line
  call('SET', key, raw, 'PX', ttl)
  return raw
end

local function rewrite(key, raw, at, line, ttl, has_tiles, reads, fills)
  local letter = sub(line, 12, 12)
  if outranks(letter, sub(raw, at + 11, at + 11)) then
    call('SETRANGE', key, at + 10, letter)
    if has_tiles then call('APPEND', key, '!' .. sub(line, 3, 12) .. '\\n') end
    if reads or fills then raw = call('GET', key) end
  end
  if fills then raw = replace(key, raw, at, line, ttl) end
  return 1, raw, #raw
end

local function write(key, tiles_key, ids_key, line, cut, ttl, reads, fills)
  local raw = call('GETEX', key, 'PX', ttl)
  if not raw then
    call('SET', key, line, 'PX', ttl)
    return 0, false, #line
  end
  local id = sub(line, 3, 11)
  local has_tiles = string.byte(raw, 1) == 35
  if has_tiles then call('PEXPIRE', tiles_key, ttl) end
  local at = find(raw, '["' .. id, 1, true)
  if at then return rewrite(key, raw, at, line, ttl, has_tiles, reads, fills) end
  if has_tiles then
    local ids = call('GET', ids_key)
    local place = folded(ids, id)
    if place then return outranks(sub(line, 12, 12), sub(ids, place + 9, place + 9)) and 2 or 1, raw, #raw end
  end
  local rest = has_tiles and raw or trimmed(raw, cut)
  if #rest < #raw then call('SET', key, rest .. line, 'PX', ttl) else call('APPEND', key, line) end
  return 0, rest, #rest + #line
end

local out = {call('GET', KEYS[1]), false}
if ARGV[1] ~= '' then
  out[2] = call('GET', KEYS[2])
  if not out[2] or tonumber(out[2]) < tonumber(ARGV[1]) then call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
end
local k, a = 3, 3
while KEYS[k] do
  local line, reads, fills = ARGV[a + 1], find(ARGV[a], 'r', 1, true), find(ARGV[a], 'f', 1, true)
  local verdict, raw, length = 0, false, 0
  if line == '' then
    raw = call('GET', KEYS[k])
  else
    verdict, raw, length =
      write(KEYS[k], KEYS[k + 1], KEYS[k + 2], line, tonumber(ARGV[a + 2]), ARGV[a + 3], reads, fills)
  end
  local tiles = false
  if not reads then
    raw = length
  elseif raw and string.byte(raw, 1) == 35 then
    if sub(raw, 2, 9) ~= ARGV[a + 4] then tiles = call('GET', KEYS[k + 1]) end
    local has = ARGV[a + 5]
    if has ~= '' and sub(raw, 2, 13) == sub(has, 1, 12) then
      verdict, raw = verdict + 4, sub(raw, tonumber(sub(has, 13)) + 1)
    end
  end
  local n = #out
  out[n + 1], out[n + 2], out[n + 3] = verdict, raw, tiles
  k, a = k + 3, a + 6
end
return out
`;
