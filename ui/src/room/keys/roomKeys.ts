import { useEffect } from "preact/hooks";
import { isArrow } from "../hand/crosshair";
import type { Room } from "../room";
import { learnKey } from "./layout";
import { actionOf, isComposed, isPenKey, type KeyAction } from "./shortcuts";

/**
 * Keyboard shortcuts of a room: for tools wherever the focus is, and for drawing while the sheet
 * has the focus.
 */
export function useKeys(room: Room, showKeys: () => void): void {
  useEffect(() => {
    const { hands } = room;
    const arrows = new Set<string>();

    function onKeyDown(event: KeyboardEvent): void {
      if (isInField(event) || isComposed(event)) return;
      learnKey(event);
      if (event.key === "Shift") hands.constrain(true);
      else if (isOnSheet(event) && handleDrawingKey(event)) event.preventDefault();
      else if (event.key === " " && isFreeSpace(event)) {
        hands.pans.value = true;
        event.preventDefault();
      } else {
        const action = actionOf(event, room.brush.value);
        if (!action) return;
        perform(action);
        event.preventDefault();
      }
    }

    /** Handles a key that draws; returns whether it was one. */
    function handleDrawingKey(event: KeyboardEvent): boolean {
      const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
      if (isArrow(key)) {
        if (ctrlKey || metaKey || altKey) return false;
        arrows.add(key);
        hands.moveCrosshair(arrows, shiftKey);
        return true;
      }
      if (!isPenKey(event)) return false;
      if (!repeat) hands.pressCrosshair();
      return true;
    }

    function perform(action: KeyAction): void {
      switch (action.do) {
        case "brush":
          room.brush.value = action.brush;
          break;
        case "undo":
          room.undo();
          break;
        case "redo":
          room.redo();
          break;
        case "fit":
          room.toggleFit();
          break;
        case "zoom":
          hands.zoom(action.by);
          break;
        case "help":
          showKeys();
          break;
      }
    }

    function onKeyUp({ key }: KeyboardEvent): void {
      arrows.delete(key);
      // macOS fires no keyup for keys released while Cmd is held.
      if (key === "Meta") releaseAll();
      if (key === "Shift") hands.constrain(false);
      if (key === " ") hands.pans.value = false;
    }

    /** Keys released outside the page fire no keyup. */
    function releaseAll(): void {
      arrows.clear();
      hands.pans.value = false;
      hands.constrain(false);
    }

    addEventListener("keydown", onKeyDown);
    addEventListener("keyup", onKeyUp);
    addEventListener("blur", releaseAll);
    return () => {
      removeEventListener("keydown", onKeyDown);
      removeEventListener("keyup", onKeyUp);
      removeEventListener("blur", releaseAll);
    };
  }, [room, showKeys]);
}

/** Keys in a dialog or a text field do not belong to the room. */
function isInField({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("dialog, input[type=text], textarea") !== null;
}

function isOnSheet({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(".sheet-touch") !== null;
}

/** Space presses the focused element; it is free on the sheet and when no control has the focus. */
function isFreeSpace(event: KeyboardEvent): boolean {
  const { target } = event;
  return isOnSheet(event) || (target instanceof Element && target.matches("body, main"));
}
