-- For wrk: 10,000 different requests in turn, each with a path and a visitor's address of its own, all made beforehand.
-- At the end one line: requests, duration, latencies p50 and p99 (in microseconds), requests that went wrong.
local COUNT = 10000
local requests = {}
local n = 0

init = function()
  for i = 1, COUNT do
    -- ip_hash looks at three of the four numbers.
    local visitor = string.format('%d.%d.%d.9', i % 223 + 1, i % 251, i % 7)
    requests[i] = wrk.format('GET', '/catalog/' .. i .. '?lang=' .. i % 3, { Host = 'shop', ['X-Client'] = visitor })
  end
end

request = function()
  n = n % COUNT + 1
  return requests[n]
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '%d %d %d %d %d\n', summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
