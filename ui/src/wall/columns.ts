/** How drawings are laid out to fill a screen. Pure. */

/** A drawing is this much wider than high. */
const ASPECT = 4 / 3;

/**
 * In how many columns `count` drawings are largest in an area, each with `names` px below it and
 * `gap` px to the next.
 */
export function columnsFor(
  count: number,
  area: { width: number; height: number },
  { names, gap }: { names: number; gap: number },
): { columns: number; width: number } {
  let best = { columns: 1, width: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns);
    const across = (area.width - gap * (columns - 1)) / columns;
    const down = ((area.height - gap * (rows - 1)) / rows - names) * ASPECT;
    const width = Math.floor(Math.max(0, Math.min(across, down)));
    if (width > best.width) best = { columns, width };
  }
  return best;
}
