import { useEffect } from "preact/hooks";
import { isArrow } from "../hand/crosshair";
import type { Room } from "../room";
import { hearKey } from "./layout";
import { type Deed, deedOf, isComposed, isPenKey } from "./shortcuts";

/** The keys of a room: for its tools wherever the focus is, and on the sheet for drawing itself. */
export function useKeys(room: Room, showKeys: () => void): void {
  useEffect(() => {
    const { hands } = room;
    const arrows = new Set<string>();

    function down(event: KeyboardEvent): void {
      if (isElsewhere(event) || isComposed(event)) return;
      hearKey(event);
      if (event.key === "Shift") hands.even(true);
      else if (isOnSheet(event) && drawBy(event)) event.preventDefault();
      else if (event.key === " " && isNobodys(event)) {
        hands.pans.value = true;
        event.preventDefault();
      } else {
        const deed = deedOf(event, room.brush.value);
        if (!deed) return;
        obey(deed);
        event.preventDefault();
      }
    }

    /** Whether the key is one that draws. */
    function drawBy(event: KeyboardEvent): boolean {
      const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
      if (isArrow(key)) {
        if (ctrlKey || metaKey || altKey) return false;
        arrows.add(key);
        hands.step(arrows, shiftKey);
        return true;
      }
      if (!isPenKey(event)) return false;
      if (!repeat) hands.press();
      return true;
    }

    function obey(deed: Deed): void {
      switch (deed.do) {
        case "brush":
          room.brush.value = deed.brush;
          break;
        case "undo":
          room.undo();
          break;
        case "redo":
          room.redo();
          break;
        case "fit":
          room.toggleWhole();
          break;
        case "zoom":
          hands.zoom(deed.by);
          break;
        case "help":
          showKeys();
          break;
      }
    }

    function up({ key }: KeyboardEvent): void {
      arrows.delete(key);
      // Of keys that go up while Cmd is held a Mac says nothing.
      if (key === "Meta") forget();
      if (key === "Shift") hands.even(false);
      if (key === " ") hands.pans.value = false;
    }

    /** Keys that go up elsewhere are not heard. */
    function forget(): void {
      arrows.clear();
      hands.pans.value = false;
      hands.even(false);
    }

    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("blur", forget);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("blur", forget);
    };
  }, [room, showKeys]);
}

/** Keys in a dialog or a field of words are not the room's. */
function isElsewhere({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("dialog, input[type=text], textarea") !== null;
}

function isOnSheet({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(".sheet-touch") !== null;
}

/** Space presses whatever has the focus; on the sheet and beside everything it is free. */
function isNobodys(event: KeyboardEvent): boolean {
  return event.target === document.body || isOnSheet(event);
}
