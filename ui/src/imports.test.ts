import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";

/**
 * The folders of the page, lowest first. A folder imports from those above it in this list, never
 * from one below; the features at the end do not import each other, except through their doors.
 */
const floors = ["ink", "browser", "i18n", "api", "design", "sound", "page", "me", "match"];
const features = [
  "room",
  "replay",
  "wall",
  "lobby",
  "quick",
  "reveal",
  "games",
  "home",
  "embed",
  "admin",
  "offline",
];

/** What other features may import of a feature. */
const doors = [
  "lobby/change",
  "lobby/code",
  "lobby/codeForm",
  "lobby/create",
  "lobby/invite/qrCode",
  "lobby/visit",
  "lobby/wave",
  "replay/autoplay",
  "replay/playback",
  "replay/replayCaption",
  "replay/replaySheet",
  "replay/scrubber",
  "replay/scrubber.css",
  "replay/timeline",
  "replay/usePlayback",
  "replay/useReplay",
  "replay/words",
  "reveal/promptSeries",
  "room/canvas/painter",
  "room/line/browserInk",
  "room/line/entry",
  "room/line/state",
  "room/reactions",
  "room/room",
  "room/warmUp/warmUp",
  "wall/beingDrawn",
  "wall/wall",
  "wall/wall.css",
];

const source = import.meta.dirname;
const files = readdirSync(source, { recursive: true, encoding: "utf8" });

/** Every import between two folders, those of tests left out, as [file, what it imports], by paths below src. */
function crossings(): [string, string][] {
  return files
    .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test.") && file.includes("/"))
    .flatMap((file) => {
      const text = readFileSync(join(source, file), "utf8");
      const imports = text.matchAll(/(?:from|import|import\(|new URL\()\s*"(\.[^"]+)"/g);
      return [...imports].map(([, path]): [string, string] => [
        file,
        normalize(join(dirname(file), path)),
      ]);
    })
    .filter(([file, path]) => !path.startsWith("..") && folderOf(file) !== folderOf(path));
}

function folderOf(path: string): string {
  return path.split("/")[0];
}

it("knows every folder", () => {
  const folders = files.filter((file) => statSync(join(source, file)).isDirectory());
  const roots = folders.filter((folder) => !folder.includes("/"));
  expect(roots.sort()).toEqual([...floors, ...features].sort());
});

it("lets a folder import from lower floors only", () => {
  const upwards = crossings().filter(([file, path]) => {
    const from = floors.indexOf(folderOf(file));
    const to = floors.indexOf(folderOf(path));
    return from >= 0 && (to < 0 || to > from);
  });
  expect(upwards).toEqual([]);
});

it("lets a feature import of another what is its door only", () => {
  const behindDoors = crossings().filter(
    ([file, path]) =>
      !floors.includes(folderOf(file)) && !floors.includes(folderOf(path)) && !doors.includes(path),
  );
  expect(behindDoors).toEqual([]);
});

it("has no door that nobody uses", () => {
  const used = new Set(crossings().map(([, path]) => path));
  expect(doors.filter((door) => !used.has(door))).toEqual([]);
});

it("keeps the raster of the ink for the ink", () => {
  const outside = crossings().filter(([, path]) => path.startsWith("ink/raster/"));
  expect(outside).toEqual([]);
});
