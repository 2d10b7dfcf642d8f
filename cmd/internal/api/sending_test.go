package api

import (
	"errors"
	"net/netip"
	"testing"
)

func TestSending_LimitsTheBytesInTransit(t *testing.T) {
	const large = 30 << 20
	s := newSending(maxSending, maxSendingTo)
	client := func(n int) netip.Prefix { return netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}), 32) }
	var ends []func()
	begin := func(who, size int, want Code) {
		t.Helper()
		end, err := s.begin(client(who), size)
		var said *Problem
		switch errors.As(err, &said); {
		case want == "" && err == nil:
			ends = append(ends, end)
		case said == nil || said.Code != want:
			t.Errorf("%d bytes to client %d: %v, want %q", size, who, err, want)
		}
	}
	begin(1, large, "")
	begin(1, large, codeTooMany) // client 1 must first read the others
	for who := 2; who <= maxSending/large; who++ {
		begin(who, large, "")
	}
	begin(77, large, codeUnavailable)
	for range 1000 { // other clients' small pictures are sent
		begin(1, smallAnswer, "")
		begin(77, smallAnswer, "")
	}
	for _, end := range ends {
		end()
	}
	if s.bytes != 0 || len(s.to) != 0 {
		t.Errorf("after all is read, %d bytes to %v are in transit", s.bytes, s.to)
	}
	begin(77, 2*maxSending, "") // a single file may exceed the limit
}
