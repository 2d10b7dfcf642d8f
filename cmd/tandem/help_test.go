package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts returns what hosts and contributors read, by its path in the repository.
func texts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"README.md": repositoryFile(t, "README.md"), ".github/CONTRIBUTING.md": repositoryFile(t, ".github/CONTRIBUTING.md")}
	topics, _, err := readHelp()
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		all["cmd/tandem/help/"+topic.name+topicExt] = topic.text
	}
	return all
}

func TestHelp_ListsEachTopicAndPrintsIt(t *testing.T) {
	code, list, _ := tandemCommand("help")
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	topics, files, err := readHelp()
	if err != nil || len(topics) == 0 {
		t.Fatal(topics, err)
	}
	for _, topic := range topics {
		if !strings.HasPrefix(topic.text, "# ") {
			t.Errorf("%s doesn't start with a title", topic.name)
		}
		if s := topic.summary(); s == "" || len(s) > 100 {
			t.Errorf("the first sentence of %s has to fit a line: %q", topic.name, s)
		}
		if !strings.Contains(list, "\n  "+topic.name+" ") {
			t.Errorf("tandem help doesn't list %s", topic.name)
		}
		if code, out, errOut := tandemCommand("help", topic.name); code != exitOK || out != topic.text {
			t.Errorf("tandem help %s: %d: %s", topic.name, code, errOut)
		}
		if slices.ContainsFunc(commands(), func(c command) bool { return c.name == topic.name }) {
			t.Errorf("%s is a command, too: nobody can read the topic", topic.name)
		}
	}
	for _, file := range files {
		if code, out, _ := tandemCommand("help", file); code != exitOK || out == "" {
			t.Errorf("tandem help %s: %d", file, code)
		}
		if !slices.ContainsFunc(topics, func(p topic) bool { return strings.Contains(p.text, "tandem help "+file) }) {
			t.Errorf("no topic says what to do with %s", file)
		}
	}
}

var (
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading      = regexp.MustCompile(`(?m)^#+ (.*)$`)
	codeBlock    = regexp.MustCompile("(?ms)^```.*?^```$")
	punctuation  = regexp.MustCompile(`[^\p{L}\p{N}\s_-]`)
)

// anchors returns how links name a text's headings.
func anchors(text string) (all []string) {
	for _, h := range heading.FindAllStringSubmatch(codeBlock.ReplaceAllString(text, ""), -1) {
		all = append(all, strings.ReplaceAll(punctuation.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-"))
	}
	return all
}

func TestHelp_LinksLeadSomewhere(t *testing.T) {
	all := texts(t)
	for name, text := range all {
		for _, link := range markdownLink.FindAllStringSubmatch(codeBlock.ReplaceAllString(text, ""), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			file, anchor, hasAnchor := strings.Cut(link[1], "#")
			to := name
			if file != "" {
				to = filepath.Join(filepath.Dir(name), file)
			}
			if _, err := os.Stat("../../" + to); err != nil {
				t.Errorf("%s links to %s, which doesn't exist", name, link[1])
				continue
			}
			if hasAnchor && !slices.Contains(anchors(all[to]), anchor) {
				t.Errorf("%s links to %s, which has no such heading", name, link[1])
			}
		}
	}
}

// elsewhere are variables of others that the texts name.
var elsewhere = []string{"GOMEMLIMIT", "PG_BIN", "COMPOSE_PROFILES"}

func TestHelp_NamesOnlyOptionsThatExist(t *testing.T) {
	compose := repositoryFile(t, "compose.yaml")
	variable := regexp.MustCompile("`([A-Z]+(?:_[A-Z]+)+)[`=]|\\b([A-Z]+(?:_[A-Z]+)+)=")
	command := regexp.MustCompile("\\btandem ([a-z]+)((?: +[^\\s`]+)*)")
	flag := regexp.MustCompile(`(?:^|\s)--([a-z-]+)`)
	known := map[string][]option{}
	for _, c := range commands() {
		known[c.name] = c.options
	}
	for name, text := range texts(t) {
		for _, found := range variable.FindAllStringSubmatch(text, -1) {
			v := found[1] + found[2]
			isOption := slices.ContainsFunc(serveOptions, func(o option) bool { return o.env == v })
			if !isOption && !slices.Contains(elsewhere, v) && !strings.Contains(compose, "${"+v) {
				t.Errorf("%s names %s, which is no option", name, v)
			}
		}
		for line := range strings.Lines(text) {
			for _, call := range command.FindAllStringSubmatch(line, -1) {
				options, exists := known[call[1]]
				if !exists || options == nil { // prose, or a client that parses its own
					continue
				}
				for _, f := range flag.FindAllStringSubmatch(call[2], -1) {
					if !slices.ContainsFunc(options, func(o option) bool { return o.flagName() == f[1] }) {
						t.Errorf("%s calls tandem %s with --%s, which is no option of it", name, call[1], f[1])
					}
				}
			}
		}
	}
}
