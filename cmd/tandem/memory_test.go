package main

import (
	"testing"
	"testing/fstest"
)

func TestMemoryOf(t *testing.T) {
	const meminfo = "MemFree:  12 kB\nMemTotal:       4194304 kB\n"
	for name, test := range map[string]struct {
		group, machine string
		want           int64
	}{
		"a container":                {"536870912\n", meminfo, 512 << 20},
		"a container without limit":  {"max\n", meminfo, 4 << 30},
		"a limit beyond the machine": {"9223372036854771712\n", meminfo, 4 << 30},
		"a machine":                  {"", meminfo, 4 << 30},
		"not Linux":                  {"", "", 0},
		"nonsense":                   {"-5\n", "MemTotal: many kB\n", 0},
		"an impossible amount":       {"", "MemTotal: 9223372036854775807 kB\n", 0},
	} {
		root := fstest.MapFS{}
		if test.group != "" {
			root["sys/fs/cgroup/memory.max"] = &fstest.MapFile{Data: []byte(test.group)}
		}
		if test.machine != "" {
			root["proc/meminfo"] = &fstest.MapFile{Data: []byte(test.machine)}
		}
		if got := memoryOf(root); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}
