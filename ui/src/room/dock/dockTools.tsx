import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../../design/icons/icon";
import { t } from "../../i18n";
import { type Brush, type BrushTool, withTool } from "../hand/brush";
import { TOOL_KEYS, TOOLS } from "../keys/shortcuts";
import { FullScreen } from "./fullScreen";

const icons: Record<BrushTool, IconName> = {
  pen: "pencil",
  eraser: "eraser",
  fill: "fill",
  line: "line",
  rectangle: "rect",
  ellipse: "ellipse",
  eyedropper: "eyedropper",
};

/**
 * The tools, and the name of the chosen one; where there is no room for the name, it is shown for a
 * moment after a change.
 */
export function DockTools(props: { brush: Signal<Brush>; children?: ComponentChildren }) {
  const { brush, children } = props;
  const held = brush.value.tool;
  const changes = useToolChanges(held);
  return (
    <fieldset class="dock-tools">
      <legend class="sr-only">{t("room.tools")}</legend>
      {TOOLS.map((tool) => {
        const name = t(`room.${tool}`);
        return (
          <label key={tool} class="dock-tool" title={`${name} (${TOOL_KEYS[tool]})`}>
            <input
              class="dock-radio"
              type="radio"
              name="tool"
              checked={held === tool}
              aria-label={name}
              onChange={() => {
                brush.value = withTool(brush.value, tool);
              }}
            />
            <Icon name={icons[tool]} size={27} />
          </label>
        );
      })}
      <FullScreen />
      {children}
      <p
        key={changes}
        class={`dock-tool-name ${changes ? "dock-tool-changed" : ""}`}
        aria-hidden="true"
      >
        {t(`room.${held}`)}
      </p>
    </fieldset>
  );
}

/** Counts how often the tool has changed. */
function useToolChanges(held: BrushTool): number {
  const [changes, setChanges] = useState(0);
  const before = useRef(held);
  useEffect(() => {
    if (before.current === held) return;
    before.current = held;
    setChanges((n) => n + 1);
  }, [held]);
  return changes;
}
