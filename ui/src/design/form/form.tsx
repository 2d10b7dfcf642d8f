import { type ComponentChildren, createContext } from "preact";
import { useOnce } from "./once";

/** Whether the form around is being sent: its submit button is busy for as long. */
export const Sending = createContext(false);

interface Props {
  class?: string;
  children?: ComponentChildren;
  /** Sends it: not again before the promise is settled. */
  onSend: () => unknown;
}

/** A form that is sent once, however often Enter or its button is pressed. */
export function Form({ class: name, children, onSend }: Props) {
  const { busy, run } = useOnce();
  return (
    <form
      class={name}
      onSubmit={(event) => {
        event.preventDefault();
        run(onSend);
      }}
    >
      <Sending.Provider value={busy.value}>{children}</Sending.Provider>
    </form>
  );
}
