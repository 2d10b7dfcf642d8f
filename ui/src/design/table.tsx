import type { ComponentChildren } from "preact";
import "./table.css";

export interface Column {
  word: string;
  /** Its cells stand at the right. */
  number?: boolean;
  /** What is in it says so itself. */
  unsaid?: boolean;
}

interface Props {
  columns: readonly Column[];
  /** Rows. On the phone each is a card: its cells tell their column by data-name, .table-head heads it, .table-ways ends it. */
  children: ComponentChildren;
  class?: string;
}

/** A table of a list. */
export function Table({ columns, children, class: extra = "" }: Props) {
  return (
    <div class={`table ${extra}`}>
      <table>
        <thead>
          <tr>
            {columns.map(({ word, number, unsaid }) => (
              <th key={word} scope="col" class={number ? "number" : undefined}>
                {unsaid ? <span class="sr-only">{word}</span> : word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
