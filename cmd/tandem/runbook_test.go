package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// loudCalls are the methods that log a warning or an error, or that may, and which of their
// arguments is the message.
var loudCalls = map[string]int{
	"Warn": 0, "WarnContext": 1, "Error": 0, "ErrorContext": 1, "Log": 2, "LogAttrs": 2, // of slog
	"warn": 1, // of package api
	"say":  0, // of package connlimit
}

// notServing are folders of programs and tests that log for developers.
var notServing = []string{
	"ui", "cmd/internal/bench", "cmd/internal/chaos", "cmd/internal/figures", "cmd/internal/measure",
	"cmd/internal/robot", "cmd/internal/seed", "store/storetest",
}

// messageOf returns the message of a call that logs, with … for what varies; "" if it isn't
// one, if all of the message varies, or if it is information only.
func messageOf(call *ast.CallExpr) string {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	at, ok := loudCalls[method.Sel.Name]
	if of, isName := method.X.(*ast.Ident); !ok || len(call.Args) <= at || isName && of.Name == "http" { // http.Error
		return ""
	}
	for _, arg := range call.Args[:at] {
		if level, ok := arg.(*ast.SelectorExpr); ok && (level.Sel.Name == "LevelInfo" || level.Sel.Name == "LevelDebug") {
			return ""
		}
	}
	text := textOf(call.Args[at])
	if text == varies {
		return ""
	}
	return text
}

// varies stands for the part of a message that isn't always the same.
const varies = "…"

// textOf returns the text of a string or of a sum of strings.
func textOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		return textOf(e.X) + textOf(e.Y)
	}
	return varies
}

// loudMessages returns what a running Tandem may log as a warning or an error, and where.
func loudMessages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := token.NewFileSet()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() && (slices.Contains(notServing, filepath.ToSlash(name)) || strings.HasPrefix(d.Name(), ".") && name != ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if message := messageOf(call); message != "" {
				found[message] = files.Position(call.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// fromLibraries are entries of the runbook for lines that net/http words.
var fromLibraries = []string{"http: panic serving…", "http: Accept error…"}

func TestRunbook_ExplainsEachWarningAndError(t *testing.T) {
	text, err := os.ReadFile("help/runbook.md")
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, found := range regexp.MustCompile("(?m)^- `(.*)`:$").FindAllSubmatch(text, -1) {
		entries = append(entries, string(found[1]))
	}
	// An entry that ends in … has the beginning of a long message.
	explains := func(entry, message string) bool {
		begin, isPart := strings.CutSuffix(entry, varies)
		return entry == message || isPart && strings.HasPrefix(message, begin)
	}
	messages := loudMessages(t)
	for message, where := range messages {
		if !slices.ContainsFunc(entries, func(e string) bool { return explains(e, message) }) {
			t.Errorf("%s: the runbook doesn't explain %q", where, message)
		}
	}
	for _, entry := range entries {
		logged := slices.Contains(fromLibraries, entry)
		for message := range messages {
			logged = logged || explains(entry, message)
		}
		if !logged {
			t.Errorf("the runbook explains %q, which nothing logs", entry)
		}
	}
}
