package ink

// malformed are streams whose last op must be refused, by why.
var malformed = []struct {
	name   string
	hex    string
	reason Malformed
}{
	{"nothing", "", Truncated},
	{"points before begin", "2000" + "0202", NoStroke},
	{"end before begin", "40", NoStroke},
	{"begin twice", "002cffffff0202" + "002cffffff0202", StrokeOpen},
	{"end twice", "002cffffff0202" + "40" + "40", NoStroke},
	{"end with an argument", "002cffffff0202" + "41", BadArgument},
	{"kind 3", "60", BadKind},
	{"kind 7", "ff", BadKind},
	{"tool 3", "032cffffff0202", BadArgument},
	{"tool 31", "1f2cffffff0202", BadArgument},
	{"brush of no size", "0000ffffff0202", BadSize},
	{"brush of 257", "008102ffffff0202", BadSize},
	{"begin without a size", "00", Truncated},
	{"begin without a colour", "002cffff", Truncated},
	{"begin without a place", "002cffffff", Truncated},
	{"begin without a y", "002cffffff02", Truncated},
	{"begin without its pressure", "012cffffff0202", Truncated},
	{"begin with pressure 64", "012cffffff020240", BadPressure},
	{"begin left of the margin", "002cffffff" + "8108" + "02", OffCanvas},
	{"begin right of the margin", "002cffffff" + "8248" + "02", OffCanvas},
	{"begin above the margin", "002cffffff" + "02" + "8108", OffCanvas},
	{"begin below the margin", "002cffffff" + "02" + "8238", OffCanvas},
	{"a number of six bytes", "0080808080800cffffff0202", BadVarint},
	{"the greatest number", "002cffffff" + "ffffffff7f" + "02", OffCanvas},
	{"points without a step", "002cffffff0202" + "20", Truncated},
	{"a step of 60,001 ms", "002cffffff0202" + "20" + "e1d403" + "0202", BadStep},
	{"points without points", "002cffffff0202" + "2000", Truncated},
	{"points without the last y", "002cffffff0202" + "2100" + "0202" + "02", Truncated},
	{"points cut within a number", "002cffffff0202" + "2000" + "02" + "80", Truncated},
	{"points without their pressure", "012cffffff020200" + "2000" + "0202", Truncated},
	{"points with pressure 64", "012cffffff020200" + "2000" + "0202" + "40", BadPressure},
	{"points off and back", "002cffffff0202" + "2100" + "ffff0302" + "feff0302", OffCanvas},
	{"a number of six bytes among points", "002cffffff0202" + "2000" + "808080808000" + "02", BadVarint},
}
