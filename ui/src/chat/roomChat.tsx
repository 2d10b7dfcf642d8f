import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../design/icons/icon";
import { t } from "../i18n";
import { ChatTools, Conversation, Unread } from "./conversation";
import { openRoomTalk } from "./roomTalk";
import { useUnread } from "./unread";
import "./roomChat.css";

/** The lobby's chat in a room, where the host lets it be: a button, and what it opens. */
export function RoomChat({ code }: { code: string }) {
  const [line] = useState(() => openRoomTalk(code));
  useEffect(() => line.close, [line]);
  const talk = line.talk.value;
  const [open, setOpen] = useState(false);
  const unread = useUnread(talk, open);
  const panel = useId();
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLElement>(null);

  useEffect(() => {
    if (open) field.current?.querySelector("input")?.focus();
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from anywhere inside
    <div
      class="room-chat"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        class="room-icon"
        title={t("chat.title")}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chat" size={26} />
        <span class="sr-only">{t("chat.title")}</span>
        <Unread n={unread} />
      </button>
      <section
        id={panel}
        ref={field}
        class={open ? "room-chat-panel" : ""}
        aria-label={t("chat.title")}
      >
        {open && (
          <header class="chat-head">
            <h2>{t("chat.title")}</h2>
            <ChatTools code={code} talk={talk} leads={false} />
            <button
              type="button"
              class="chat-icon"
              aria-label={t("chat.close")}
              title={t("chat.close")}
              onClick={close}
            >
              <Icon name="close" />
            </button>
          </header>
        )}
        <Conversation code={code} talk={talk} open={open} />
      </section>
    </div>
  );
}
