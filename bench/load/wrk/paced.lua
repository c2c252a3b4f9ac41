-- As post.lua, but each connection waits between requests, exponentially around BENCH_GAP_MS: an open-ended load below the peak.
dofile("bench/load/wrk/post.lua")
local gap = tonumber(os.getenv("BENCH_GAP_MS") or "10")

function delay()
  return -gap * math.log(1 - math.random())
end
