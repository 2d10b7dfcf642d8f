import type { ComponentChildren } from "preact";
import "./table.css";

export interface Column {
  word: string;
  /** Its cells are right-aligned. */
  number?: boolean;
  /** Hides the heading visually: the cells explain themselves. */
  hideHeading?: boolean;
}

interface Props {
  columns: readonly Column[];
  /**
   * The rows. On the phone each is a card: data-name labels its cells, .table-head is its title,
   * .table-actions its footer.
   */
  children: ComponentChildren;
  class?: string;
}

/** A table. */
export function Table({ columns, children, class: extra = "" }: Props) {
  return (
    <div class={`table ${extra}`}>
      <table>
        <thead>
          <tr>
            {columns.map(({ word, number, hideHeading }) => (
              <th key={word} scope="col" class={number ? "number" : undefined}>
                {hideHeading ? <span class="sr-only">{word}</span> : word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
