import { describe, expect, it, vi } from "vitest";
import { canShare, shareable, shareFile } from "./shareFile";

const gif = shareable(new Blob(["GIF89a"]), "tandem-Mila-Jonas", "gif");

function named(name: string): Error {
  return Object.assign(new Error("no"), { name });
}

describe("sharing a file", () => {
  it("names it and its kind", () => {
    expect([gif.name, gif.type, gif.size]).toEqual(["tandem-Mila-Jonas.gif", "image/gif", 6]);
  });

  it.each([
    ["has no share sheet", {}, false],
    ["shares links only", { canShare: () => false }, false],
    ["shares such files", { canShare: ({ files }: ShareData) => files?.[0] === gif }, true],
  ])("where the device %s", (_, navigator, can) => {
    vi.stubGlobal("navigator", navigator);
    expect(canShare(gif)).toBe(can);
  });

  it("is no failure if the sheet is closed, but if the file is refused", async () => {
    const share = vi.fn(async () => {});
    vi.stubGlobal("navigator", { share });
    await shareFile(gif, "Drawing by Mila and Jonas");
    expect(share).toHaveBeenCalledWith({ files: [gif], title: "Drawing by Mila and Jonas" });
    share.mockRejectedValueOnce(named("AbortError"));
    await shareFile(gif, "");
    share.mockRejectedValueOnce(named("NotAllowedError"));
    await expect(shareFile(gif, "")).rejects.toThrow();
  });
});
