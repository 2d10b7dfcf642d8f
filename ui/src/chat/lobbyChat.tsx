import { useState } from "preact/hooks";
import { Switch } from "../design/form/switch";
import { Icon } from "../design/icons/icon";
import { t } from "../i18n";
import { ChatTools, Conversation, Unread } from "./conversation";
import type { Talk } from "./talk";
import { useUnread } from "./unread";
import "./lobbyChat.css";

interface Props {
  /** The lobby's code. */
  code: string;
  talk: Talk;
  leads: boolean;
  /** Members may chat during games, too. */
  inRooms: boolean;
}

/** The chat in the lobby. A phone shows one row of it until it is opened. */
export function LobbyChat({ code, talk, leads, inRooms }: Props) {
  const [open, setOpen] = useState(() => matchMedia("(min-width: 900px)").matches);
  const unread = useUnread(talk, open);
  return (
    <section class="lobby-chat" aria-label={t("chat.title")}>
      <header class="chat-head">
        <button
          type="button"
          class="chat-toggle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chat" />
          {t("chat.title")}
          <Unread n={unread} />
          <Icon name="chevron" size={20} class="chat-chevron" />
        </button>
        {inRooms && <small>{t("chat.alsoInGames")}</small>}
        {open && <ChatTools code={code} talk={talk} leads={leads} />}
      </header>
      <Conversation code={code} talk={talk} open={open} />
    </section>
  );
}

/** For the host: whether members may chat during games, too. */
export function ChatInRooms({ on, change }: { on: boolean; change: (on: boolean) => void }) {
  return <Switch word={t("chat.inRooms")} on={on} onChange={change} />;
}
