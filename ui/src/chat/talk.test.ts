import { expect, it } from "vitest";
import { countCharacters } from "./characters";
import { addNews, SILENCE } from "./talk";

const line = (id: number) => ({ id, player: "P", name: "Mila", text: `line ${id}` });

it("adds new lines, and keeps as many as the server does", () => {
  let talk = addNews(SILENCE, { all: true, lines: [line(1)] });
  for (let id = 2; id <= 60; id++) talk = addNews(talk, { all: false, lines: [line(id)] });
  expect(talk.lines.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => i + 11));
});

it("forgets what the server no longer has", () => {
  const before = addNews(SILENCE, { all: true, lines: [line(1), line(2)] });
  const after = addNews(before, { all: true, lines: [line(2)] });
  expect(after).toEqual({ lines: [line(2)] });
});

it("counts characters as people do", () => {
  expect(countCharacters("né 👨‍👩‍👧!")).toBe(5);
});
