package api

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func client(address string) netip.Prefix {
	addr := netip.MustParseAddr(address)
	return netip.PrefixFrom(addr, addr.BitLen())
}

func TestLimit_ABurstThenOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimit(10*time.Second, 3)
		anna, ben := client("192.0.2.1"), client("192.0.2.2")
		for i := range 3 {
			if !l.take(anna) {
				t.Fatalf("action %d was refused", i+1)
			}
		}
		if l.take(anna) || !l.spent(anna) {
			t.Error("a fourth was let through")
		}
		if !l.take(ben) || l.spent(ben) {
			t.Error("one client's actions count for another")
		}
		time.Sleep(10 * time.Second)
		if l.spent(anna) || !l.take(anna) || l.take(anna) {
			t.Error("after ten seconds it is not exactly one more")
		}
	})
}

func TestLimit_LookingCostsNothing(t *testing.T) {
	l := newLimit(time.Hour, 1)
	anna := client("192.0.2.1")
	for range 5 {
		if l.spent(anna) {
			t.Fatal("spent by looking")
		}
	}
	if !l.take(anna) || !l.spent(anna) {
		t.Error("the only action is not counted")
	}
}

func TestLimit_AFloodOfAddressesCostsNoMemory(t *testing.T) {
	l := newLimit(time.Hour, 2)
	for i := range 3 * maxClients {
		addr := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		l.take(netip.PrefixFrom(addr, 32))
	}
	if len(l.clients) > maxClients {
		t.Errorf("remembers %d clients, at most %d are allowed", len(l.clients), maxClients)
	}
}
