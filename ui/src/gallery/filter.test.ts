import { expect, it } from "vitest";
import { galleryPath, parseFilter } from "./filter";

it.each([
  ["/gallery", { sort: "newest", theme: "", language: "" }],
  [
    "/gallery?sort=week&theme=At+play&language=pt-BR",
    { sort: "week", theme: "At play", language: "pt-BR" },
  ],
])("%s is an address of the gallery", (path, filter) => {
  const { searchParams } = new URL(path, "http://tandem.example");
  const parsed = parseFilter(Object.fromEntries(searchParams));
  expect(parsed).toEqual({ ...filter, cursor: undefined });
  expect(`/${galleryPath(parsed)}`).toBe(path);
});

it("an unknown order is the newest first", () => {
  expect(parseFilter({ sort: "loudest" }).sort).toBe("newest");
});
