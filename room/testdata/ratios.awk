# Replaces the time of each Go benchmark by its multiple of BenchmarkReference in the same run, so that a committed
# baseline means the same on every machine. Bytes and allocations stay as they are. Only these units are kept: the
# others (p99-ms and the like) are times of this machine.
/^(goos|goarch|pkg):/ { lines[++n] = $0 }
/^Benchmark/ {
  name = $1
  sub(/-[0-9]+$/, "", name)
  kept = ""
  for (i = 3; i < NF; i += 2) {
    if ($(i + 1) == "ns/op") ns = $i
    else if ($(i + 1) ~ /^(B|allocs)\/op$/) kept = kept "\t" $i " " $(i + 1)
  }
  if (name == "BenchmarkReference") { sum += ns; runs++; next }
  lines[++n] = name "\t" $2
  times[n] = ns
  rest[n] = kept
}
END {
  if (!runs) { print "no BenchmarkReference in the input" > "/dev/stderr"; exit 1 }
  for (i = 1; i <= n; i++) {
    if (i in times) printf "%s\t%.4g ref/op%s\n", lines[i], times[i] * runs / sum, rest[i]
    else print lines[i]
  }
}
