package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// helpFolder has a Markdown file for each topic, and the files that topics tell to use, such
// as Kubernetes' manifests.
//
//go:embed help
var helpFolder embed.FS

// topicExt is how the name of a topic's file ends.
const topicExt = ".md"

// topic is a text for hosts: a title, a sentence that sums it up, and the rest.
type topic struct{ name, text string }

// summary returns the first sentence after the title, up to a colon.
func (t topic) summary() string {
	_, rest, _ := strings.Cut(t.text, "\n\n")
	paragraph, _, _ := strings.Cut(rest, "\n\n")
	sentence := strings.Join(strings.Fields(paragraph), " ")
	for _, end := range []string{". ", ": "} {
		sentence, _, _ = strings.Cut(sentence, end)
	}
	return strings.TrimRight(sentence, ".:")
}

// readHelp returns all topics, and the names of the other files.
func readHelp() (topics []topic, files []string, err error) {
	entries, err := helpFolder.ReadDir("help")
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		name, isTopic := strings.CutSuffix(e.Name(), topicExt)
		if !isTopic {
			files = append(files, e.Name())
			continue
		}
		text, err := helpFile(e.Name())
		if err != nil {
			return nil, nil, err
		}
		topics = append(topics, topic{name, string(text)})
	}
	return topics, files, nil
}

func helpFile(name string) ([]byte, error) { return fs.ReadFile(helpFolder, path.Join("help", name)) }

// help is `tandem help`: a list of everything, or what there is about one name.
func help(ctx context.Context, args []string, out io.Writer) error {
	switch len(args) {
	case 0:
		return listHelp(out)
	case 1:
	default:
		return usageError{fmt.Errorf("help takes one topic, not %d", len(args))}
	}
	name := args[0]
	all := commands()
	if i := slices.IndexFunc(all, func(c command) bool { return c.name == name }); i >= 0 {
		return all[i].help(ctx, out)
	}
	if path.Ext(name) == "" {
		name += topicExt
	}
	text, err := helpFile(name)
	if err != nil {
		return usageError{fmt.Errorf("there is no topic %q; tandem help lists them", args[0])}
	}
	_, err = out.Write(text)
	return err
}

// help prints the command's options.
func (c command) help(ctx context.Context, out io.Writer) error {
	if c.client != nil {
		return c.client(ctx, []string{"--help"}, out, out)
	}
	usageOf(out, c.name, c.options)
	return nil
}

func listHelp(out io.Writer) error {
	topics, files, err := readHelp()
	if err != nil {
		return err
	}
	fmt.Fprint(out, "Tandem: two players, one drawing.\n\nCommands; tandem help COMMAND lists the options of one:\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  tandem %-16s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "  tandem help             print this, or what there is about a COMMAND, TOPIC or FILE\n\nTopics, to read with tandem help TOPIC:\n\n")
	for _, t := range topics {
		fmt.Fprintf(out, "  %-12s %s\n", t.name, t.summary())
	}
	if len(files) > 0 {
		fmt.Fprintf(out, "\nFiles, to save with tandem help FILE > FILE: %s\n", strings.Join(files, ", "))
	}
	return nil
}
