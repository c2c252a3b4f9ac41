# From the raw lines of run.sh to its report. Round 0 is the warm-up: its failures count, its numbers do not.
def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def round1: if . == null then null else (. * 10 | round) / 10 end;
def round3: if . == null then null else (. * 1000 | round) / 1000 end;
def runs($kind): $wrk | map(select(.kind == $kind and .round > 0)) | group_by(.target)
  | map({key: .[0].target, value: {
      rps: (map(.rps) | median | round1), rps_min: (map(.rps) | min), rps_max: (map(.rps) | max),
      p50_us: (map(.p50_us) | median), p99_us: (map(.p99_us) | median),
      cpu_us_per_request: (map(.cpu_us_per_request) | median | round1), gateway_cores_busy: (map(.busy) | median | round3),
      foreign_cores: (map(.foreign) | median | round3)}}) | from_entries;
def ratio($runs; $a; $b): if $runs[$a] and $runs[$b] then {("\($a)_to_\($b)"): ($runs[$a].rps / $runs[$b].rps | round3)} else {} end;
def ratios($runs): [ratio($runs; "auto"; "forwarder"), ratio($runs; "auto"; "nginx"), ratio($runs; "passthrough"; "forwarder"),
  ratio($runs; "passthrough"; "nginx"), ratio($runs; "auto"; "passthrough"), ratio($runs; "forwarder"; "nginx")] | add;
# The same by CPU time a request: what holds when other programs disturb the run.
def thrift($runs; $a; $b): if $runs[$a] and $runs[$b] then {("\($a)_to_\($b)"): ($runs[$b].cpu_us_per_request / $runs[$a].cpu_us_per_request | round3)} else {} end;
def thrifts($runs): [thrift($runs; "auto"; "forwarder"), thrift($runs; "auto"; "nginx"), thrift($runs; "passthrough"; "forwarder"),
  thrift($runs; "forwarder"; "nginx")] | add;
def minus($all; $name; $base): if $all[$base] and $name != $base
  then {("over_" + $base): {p50_us: ($all[$name].p50_us - $all[$base].p50_us | round1), p99_us: ($all[$name].p99_us - $all[$base].p99_us | round1)}} else {} end;
def added($all): $all | with_entries(.key as $name | .value += minus($all; $name; "direct") + (if $name == "direct" then {} else minus($all; $name; "forwarder") end));
runs("plain") as $p | runs("stream") as $s | {
  machine: {cpu: $cpu, cores: $cores, pinning: $pinning, nginx_workers: $workers, nginx: $nginx, dotnet: $dotnet, gc_server: $gc},
  settings: {quick: $quick, duration_s: $duration, rounds: ($wrk | map(.round) | max), connections: $connections},
  failed_requests: ($wrk | map(.failed) | add),
  plain: $p,
  streaming: $s,
  ratios: (ratios($p) + {streaming: ratios($s)}),
  ratios_by_cpu: (thrifts($p) + {streaming: thrifts($s)}),
  latency_c1: {plain: added($plain[0]), first_token: added($stream[0])},
  memory_kb: ($memory | group_by(.target) | map({key: .[0].target, value: (add | del(.target))}) | from_entries),
  open_streams: $held[0]
}
