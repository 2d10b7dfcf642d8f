import { describe, expect, it } from "vitest";
import { emptyDraft, linesOf, readPasted, toPromptSet } from "./ownSet";

const shed = {
  title: "Grandpa's shed",
  paper: "Kraft",
  caption: "He knows where everything is.",
  player1: ["A shed, on the left", "A cat in a flower pot"],
  player2: ["Grandpa, on the right", "A drawer full of screws"],
};

describe("a set of one's own", () => {
  it("is read as it was pasted, with what the form doesn't show", () => {
    expect(readPasted(JSON.stringify({ ...shed, picture: "a shed", difficulty: "wild" }))).toEqual({
      title: "Grandpa's shed",
      series: [
        "A shed, on the left\nA cat in a flower pot",
        "Grandpa, on the right\nA drawer full of screws",
      ],
      caption: "He knows where everything is.",
      more: { theme: undefined, paper: "Kraft", difficulty: "wild" },
    });
  });

  it("is read in the library's form, too", () => {
    const { player1, player2, title } = shed;
    expect(readPasted(JSON.stringify({ title, series: [player1, player2] }))?.series[1]).toBe(
      "Grandpa, on the right\nA drawer full of screws",
    );
  });

  it.each(["", "a shed", "null", "[1]", '{"player1":["a"]}', '{"player1":[1],"player2":["a"]}'])(
    "%s is none",
    (text) => expect(readPasted(text)).toBeNull(),
  );

  it("is sent without empty lines", () => {
    expect(linesOf(" A shed \n\n a cat\n")).toEqual(["A shed", "a cat"]);
    expect(toPromptSet({ ...emptyDraft, title: " Shed ", series: ["a\n", "\nb"] }, "es")).toEqual({
      title: "Shed",
      caption: "",
      language: "es",
      player1: ["a"],
      player2: ["b"],
    });
  });
});
