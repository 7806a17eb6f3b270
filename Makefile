# Showhow: `make` lists what there is to make.
SHELL := /bin/bash
export CGO_ENABLED := 0
BIN := bin/showhow

.PHONY: help demo test unit build generate lint vet fuzz setup screenshots bench bench-cases clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## install what is missing, build, draft the sample recordings in a workspace that lives, open it
	@echo "1 of 4  Programs for drafting (ffmpeg, tesseract and others), where they are missing"
	@scripts/setup demo
	@echo "2 of 4  Building $(BIN): two minutes or so the first time, seconds later; the modules are fetched first"
	@$(MAKE) --no-print-directory build
	@scripts/demo $(BIN)

test: ## install what is missing, run everything
	@scripts/setup test
	@$(MAKE) --no-print-directory lint
	go test -timeout 25m ./...

unit: ## the tests that need no outside program
	go test -short ./...

build: ## build bin/showhow
	@mkdir -p bin
	go build -trimpath -o $(BIN) ./cmd/showhow

generate: ## make the pages' templates and scripts anew (needs npm)
	cd tools && npm ci --silent --no-audit --no-fund && go run github.com/a-h/templ/cmd/templ generate -path ../internal/web/template && go run ./bundle

lint: vet ## formatting, vet, and the rules of the house
	@bad=$$(gofmt -l cmd internal bench); if [ -n "$$bad" ]; then echo "not formatted (run gofmt -w):"; echo "$$bad"; exit 1; fi
	@go mod verify >/dev/null && echo "lint: formatted, vetted, modules as in go.sum"

vet:
	go vet ./...

screenshots: ## photograph the sample SOP for the docs, and each page of the workspace
	@scripts/screenshots

fuzz: ## fuzz each parser for half a minute
	@scripts/fuzz 30s

setup: ## install the outside programs for drafting
	@scripts/setup demo

bench-cases: ## make the benchmark's cases (half an hour, needs a virtual display)
	@scripts/setup bench
	go run ./bench/scene --out bench/cases

bench: build ## score the benchmark's cases (make bench-cases first)
	$(BIN) bench bench/cases --out bench/out

clean: ## remove what was built
	rm -rf bin tmp bench/out
