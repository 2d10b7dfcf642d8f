# syntax=docker/dockerfile:1
# Tandem as one file in an image with nothing else: no shell, no root, nothing to write.
#   docker build --build-arg VERSION="$(git describe --tags --always)" -t tandem .

# The page is the same on every platform.
FROM --platform=$BUILDPLATFORM node:24-slim AS page
WORKDIR /src/ui
COPY ui/package.json ui/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY ui ./
COPY prompts/library ../prompts/library
RUN npm run build

FROM --platform=$BUILDPLATFORM golang:1.26 AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=page /src/ui/dist ui/dist
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /tandem ./cmd/tandem

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=binary /tandem /tandem
# nonroot, as a number: Kubernetes can't tell from a name that it isn't root.
USER 65532:65532
EXPOSE 8080
# Whether the process lives; /readyz says whether it reaches its database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=45s CMD ["/tandem", "health"]
ENTRYPOINT ["/tandem"]
CMD ["serve"]
