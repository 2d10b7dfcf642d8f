package limit

import (
	"errors"
	"net/netip"
	"testing"
)

func TestTransit_LimitsTheBytesInTransit(t *testing.T) {
	const large = 30 << 20
	s := NewTransit()
	client := func(n int) netip.Prefix { return netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}), 32) }
	var ends []func()
	begin := func(who, size int, want error) {
		t.Helper()
		end, err := s.Begin(client(who), size)
		if !errors.Is(err, want) {
			t.Errorf("%d bytes to client %d: %v, want %v", size, who, err, want)
		}
		if err == nil {
			ends = append(ends, end)
		}
	}
	begin(1, large, nil)
	begin(1, large, ErrClientFull) // client 1 must first read the others
	for who := 2; who <= maxTransit/large; who++ {
		begin(who, large, nil)
	}
	begin(77, large, ErrFull)
	for range 1000 { // other clients' small pictures are sent
		begin(1, smallAnswer, nil)
		begin(77, smallAnswer, nil)
	}
	for _, end := range ends {
		end()
	}
	if s.bytes != 0 || len(s.to) != 0 {
		t.Errorf("after all is read, %d bytes to %v are in transit", s.bytes, s.to)
	}
	begin(77, 2*maxTransit, nil) // a single file may exceed the limit
}
