-- TeX's own paragraph breaker as a judge, without fonts: reads paragraphs of boxes, glue,
-- penalties and discretionaries as linebreak_judge.c writes them, breaks them with
-- tex.linebreak(), and writes demerits and lines. Run by check-tex.sh; see README.md.
local MARK = 17 -- the attribute that numbers the items
local input = assert(io.open(os.getenv("ITEMS")))
local output = assert(io.open(os.getenv("ANSWERS"), "w"))

local function rule(width)
  local r = node.new("rule")
  r.width, r.height, r.depth = width, 0, 0
  return r
end

local make = {}
function make.B(width) return rule(width) end
function make.P(penalty)
  local p = node.new("penalty")
  p.penalty = penalty
  return p
end
function make.G(width, stretch, shrink, fill)
  local g = node.new("glue")
  g.width, g.shrink = width, shrink
  g.stretch, g.stretch_order = stretch, 0
  if fill == 1 then g.stretch, g.stretch_order = 65536, 2 end
  return g
end
function make.H(penalty, whole, before, after)
  local d = node.new("disc", 1) -- explicit: tried in every pass
  d.penalty = penalty
  if before ~= 0 then d.pre = rule(before) end
  if after ~= 0 then d.post = rule(after) end
  if whole ~= 0 then d.replace = rule(whole) end
  return d
end

local function skip(width, stretch, fill)
  local g = node.new("glue_spec")
  g.width, g.stretch = width, stretch
  if fill == 1 then g.stretch, g.stretch_order = 65536, 2 end
  return g
end

local RULE, DISC = node.id("rule"), node.id("disc")

local function write_line(line)
  local last = 0
  for n in node.traverse(line.head) do
    local mark = node.get_attribute(n, MARK)
    if mark and mark > last and (n.id == RULE or n.id == DISC) then last = mark end
  end
  output:write(string.format("line %d %d %d %d\n", last, line.glue_sign, line.glue_order,
    math.floor(line.glue_set * 65536 + 0.5)))
end

local function break_paragraph(p, head)
  local shape = {}
  for i, width in ipairs(p.widths) do shape[i] = {0, width} end
  local lines, info = tex.linebreak(head, {
    parshape = #shape > 1 and shape or nil, hsize = p.widths[1],
    pretolerance = p[1], tolerance = p[2], linepenalty = p[3], doublehyphendemerits = p[4],
    finalhyphendemerits = p[5], adjdemerits = p[6], emergencystretch = p[7],
    leftskip = skip(p[8], 0, 0), rightskip = skip(p[9], p[10], p[11]),
    looseness = 0, hangindent = 0, hangafter = 1, lastlinefit = 0, pardir = "TLT",
    adjustspacing = 0, protrudechars = 0, interlinepenalty = 0, clubpenalty = 0,
    widowpenalty = 0, brokenpenalty = 0, hyphenpenalty = 0, exhyphenpenalty = 0 })
  output:write(string.format("par %d %d\n", info.demerits, info.prevgraf))
  for line in node.traverse_id(node.id("hlist"), lines) do write_line(line) end
  node.flush_list(lines)
end

local function numbers(text)
  local list = {}
  for v in text:gmatch("%-?%d+") do list[#list + 1] = tonumber(v) end
  return list
end

local parameters, head, tail, count
for text in input:lines() do
  local kind = text:sub(1, 1)
  if kind == "p" then
    parameters, head, tail, count = numbers(text), nil, nil, 0
  elseif kind == "w" then
    parameters.widths = numbers(text)
  elseif kind == "e" then
    break_paragraph(parameters, head)
  else
    local n = make[kind](table.unpack(numbers(text)))
    count = count + 1
    node.set_attribute(n, MARK, count)
    if tail then tail.next, n.prev = n, tail else head = n end
    tail = n
  end
end
output:close()
os.exit(0)
