import { useSignalEffect } from "@preact/signals";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { keepAwake } from "../browser/awake";
import { useGo } from "../browser/go";
import { type Guard, guardBack } from "../browser/guard";
import { Button } from "../design/form/button";
import { Icon } from "../design/icons/icon";
import { Logo } from "../design/icons/logo";
import { SeatName } from "../design/icons/seat";
import { toast } from "../design/toast";
import { t } from "../i18n";
import type { GhostLines } from "../page/ghost";
import { ObstaclePage } from "../page/obstaclePage";
import { usePart } from "../page/usePart";
import { PartnerPen } from "./canvas/partnerPen";
import { SheetCanvas } from "./canvas/sheetCanvas";
import type { StandIn } from "./canvas/standIn";
import { phaseLength } from "./clock/countdown";
import { Ring } from "./clock/ring";
import { Dock } from "./dock/dock";
import { EarlyButton } from "./earlyButton";
import { useKeys } from "./keys/roomKeys";
import { LeaveDialog } from "./leaveDialog";
import { savedInkOf } from "./line/browserInk";
import { createDial, createReachabilityCheck } from "./line/dial";
import type { ReactionKind, RoomState } from "./line/state";
import { RoomNotes } from "./notes/roomNotes";
import { PromptCard } from "./prompt/promptCard";
import { promptPageOf } from "./prompt/roomPrompt";
import { RoundDots } from "./prompt/roundDots";
import { SecretCard } from "./prompt/secretCard";
import { Floats, ReactionButtons } from "./reactions";
import { openRoom, type Room } from "./room";
import { RoomStopped } from "./roomStopped";
import { SeatsHere } from "./seatsHere";
import "./roomPage.css";
import "./roomHands.css";

interface Props {
  id: string;
  standIn: StandIn;
  /** The partner is one. */
  ghost?: GhostLines;
  /** The code of the lobby that the game is of, to which players leave; none for strangers. */
  lobby?: string;
  /** Asks the server again whether the player may enter. */
  checkEntrance: () => void;
  /** Opens the room again from nothing. */
  restart: () => void;
}

/** The pause between the end of the game and its drawing, in ms. */
const REVEAL_DELAY = 1200;

/** A player may send one reaction in this time, in ms. */
const REACTION_INTERVAL = 400;

/** A seat in a live room: the sheet and everything around it. */
export function Play({ id, standIn, ghost, lobby, checkEntrance, restart }: Props) {
  const go = useGo();
  const exitPath = lobby ? `l/${lobby}` : "./";
  const [room] = useState(() =>
    openRoom(createDial(id), standIn, savedInkOf(id), createReachabilityCheck(id)),
  );
  useEffect(() => () => room.close(), [room]);

  useSignalEffect(() => {
    const c = room.connection.value;
    // Perhaps the room does not exist any more.
    if (c.state === "waiting" && c.away) checkEntrance();
  });

  const { state } = room.connection.value;
  const phase = room.state.value?.phase;
  const kept = phase === "kept" || state === "over";
  const guard = useGuard(!kept && state !== "replaced" && state !== "refused");
  useEffect(() => {
    if (!kept) return;
    const timer = setTimeout(() => go(`g/${id}`, true), REVEAL_DELAY);
    return () => clearTimeout(timer);
  }, [kept, id, go]);

  const connection = room.connection.value;
  if (connection.state === "replaced" || connection.state === "refused") {
    const replaced = connection.state === "replaced";
    return (
      <RoomStopped
        reason={replaced ? "replaced" : connection.reason}
        home={exitPath}
        again={replaced ? room.takeSeatBack : restart}
      />
    );
  }
  // A player who was in the room stays there, since the page still has what they drew.
  if ("blocked" in connection && connection.blocked && !room.state.value)
    return <ObstaclePage obstacle={{ kind: "no_sockets" }} />;
  return (
    <Table
      room={room}
      lobby={lobby}
      ghost={ghost}
      backPresses={guard.backPresses}
      onLeave={async () => {
        await guard.release();
        go(exitPath, true);
      }}
    />
  );
}

/** Keeps Back from leaving a running game. `backPresses` counts how often it was pressed. */
function useGuard(on: boolean) {
  const [backPresses, setBackPresses] = useState(0);
  const guard = useRef<Guard | undefined>(undefined);
  useEffect(() => {
    if (!on) return;
    guard.current = guardBack(() => setBackPresses((n) => n + 1));
    return () => void guard.current?.release();
  }, [on]);
  return { backPresses, release: async () => guard.current?.release() };
}

type Open = "more" | "keys" | "leave" | "end" | "reactions" | null;

interface TableProps {
  room: Room;
  lobby?: string;
  ghost?: GhostLines;
  /** How often Back was pressed. */
  backPresses: number;
  onLeave: () => void;
}

function Table({ room, lobby, ghost, backPresses, onLeave }: TableProps) {
  const [open, setOpen] = useState<Open>(null);
  useEffect(() => {
    if (backPresses > 0) setOpen("leave");
  }, [backPresses]);
  const [resting, setResting] = useState(false);
  // A press anywhere else closes the reactions.
  useEffect(() => {
    if (open !== "reactions") return;
    const close = ({ target }: PointerEvent) => {
      if (!(target as Element).closest(".room-reactions, .dock-beside")) setOpen(null);
    };
    addEventListener("pointerdown", close);
    return () => removeEventListener("pointerdown", close);
  }, [open]);
  // A dialog that another one replaces closes after the other has opened.
  const close = (which: Open) => () => setOpen((now) => (now === which ? null : now));
  const chatOf = room.state.value?.chat ? lobby : undefined;
  const chat = usePart(() => import("../chat/roomChat"), Boolean(chatOf));
  const showKeys = useCallback(() => setOpen("keys"), []);
  useKeys(room, showKeys);
  useEffect(keepAwake, []);
  const later = usePart(() => import("./roomLater"));
  useEffect(() => later?.hearRoom(room), [later, room]);
  useSignalEffect(() => {
    if (room.intricate.value > 0) toast(t("room.intricate"));
  });
  useSignalEffect(() => {
    if (room.notNow.value > 0) toast(t("room.notNow"));
  });
  useSignalEffect(() => {
    if (!room.safe.value) toast(t("room.unsafe"));
  });

  const state = room.state.value;
  const you = room.you.value;
  const seats = state?.seats ?? [];
  const me = seats.find((s) => s.seat === you);
  const partner = seats.find((s) => s.seat !== you);
  const partnerName = partner?.name ?? "";
  const online = room.connection.value.state === "open";
  const title = partnerName ? t("room.title", { partner: partnerName }) : t("room.alone");

  useEffect(() => {
    document.title = `${title} · Tandem`;
  }, [title]);

  // A match brings players here: the focus does, too, and screen readers say whom they draw with.
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (partnerName) main.current?.focus({ preventScroll: true });
  }, [partnerName]);

  useEffect(() => {
    if (ghost) toast(ghost.hello);
  }, [ghost]);

  function react(kind: ReactionKind): void {
    setOpen(null);
    if (resting || !room.send({ type: "react", kind })) return;
    setResting(true);
    setTimeout(() => setResting(false), REACTION_INTERVAL);
  }

  const early = state?.phase === "round" && !state.paused && online && me && partner && (
    <EarlyButton
      you={me.go_on}
      partner={partner.go_on}
      partnerName={partnerName}
      last={state.round === state.rounds}
      onAgree={() => room.send({ type: "go_on" })}
    />
  );

  const sidePanel = (
    <>
      <SeatsHere
        seats={seats}
        you={you}
        partnerDraws={room.partner.drawing}
        ghostInk={ghost?.ink}
      />
      {partner && <SecretCard seat={partner.seat} name={partner.name} />}
    </>
  );

  return (
    <main
      ref={main}
      class="room"
      tabIndex={-1}
      aria-label={title}
      data-phase={state?.phase ?? "entering"}
    >
      <h1 class="sr-only">{title}</h1>

      <button
        type="button"
        class="room-logo"
        aria-label={t("room.leave")}
        onClick={() => setOpen("leave")}
      >
        <Logo height={39} />
      </button>

      <div class="room-bar">
        <div class="room-names">
          {seats.map(({ seat, name, here }) => (
            <SeatName key={seat} seat={seat} name={name} class={here ? "" : "room-name-away"} />
          ))}
        </div>
        {state && <RoundDots round={state.round} rounds={state.rounds} />}
        <button
          type="button"
          class="room-icon room-more"
          aria-label={t("room.more")}
          onClick={() => setOpen("more")}
        >
          <Icon name="more" size={27} />
        </button>
        <button
          type="button"
          class="room-icon room-help"
          aria-label={t("room.help")}
          title={`${t("room.help")} (?)`}
          onClick={() => setOpen("keys")}
        >
          <Icon name="help" size={24} />
        </button>
      </div>

      <div class="room-head">
        <PromptCard seat={you} page={promptPageOf(state, you)} />
        <Ring {...room.ticker} length={state ? phaseLength(state) : 0} />
      </div>

      <div class="room-sheet">
        <SheetCanvas room={room} label={t("room.sheet", { partner: partnerName })}>
          {partner && <PartnerPen room={room} seat={partner.seat} name={partner.name} />}
          <RoomNotes room={room} onEnd={() => setOpen("end")} />
        </SheetCanvas>
      </div>

      <div class="room-side">
        {sidePanel}
        <div class="room-sound">{later && <later.SoundSwitch />}</div>
      </div>

      <div class="room-floats">
        <Floats floats={room.floats} onGone={room.removeFloat} />
      </div>

      <div class={`room-reactions ${open === "reactions" ? "room-reactions-open" : ""}`}>
        <ReactionButtons onReact={react} disabled={!online} />
      </div>

      {chatOf && chat && <chat.RoomChat code={chatOf} />}

      <div class="room-actions">
        {early}
        <Button variant="quiet" onClick={() => setOpen("leave")}>
          {t("room.leave")}
        </Button>
      </div>

      <div class="room-dock">
        <Dock
          brush={room.brush}
          possible={room.possible}
          onUndo={room.undo}
          onRedo={room.redo}
          onClear={() => {
            room.clear();
            toast(t("room.cleared"), { word: t("room.undo"), run: room.undo });
          }}
          scale={room.scale}
          below={early}
          urgent={Boolean(early) && partner?.go_on && !me?.go_on}
          beside={
            <button
              type="button"
              class="room-icon"
              aria-label={t("room.react")}
              aria-expanded={open === "reactions"}
              onClick={() => setOpen(open === "reactions" ? null : "reactions")}
            >
              <Icon name="heart" size={27} />
            </button>
          }
        />
      </div>

      {later && (
        <>
          <later.RoomAnnouncer room={room} />
          <later.MoreDialog
            open={open === "more"}
            title={state && state.round > 0 ? formatRound(state) : title}
            onClose={close("more")}
            onLeave={() => setOpen("leave")}
          >
            {sidePanel}
          </later.MoreDialog>
          <later.KeysDialog open={open === "keys"} onClose={close("keys")} />
          <later.EndDialog
            open={open === "end"}
            onClose={close("end")}
            onEnd={() => {
              room.send({ type: "end" });
              setOpen(null);
            }}
          />
        </>
      )}
      <LeaveDialog
        open={open === "leave"}
        text={ghost?.leave ?? t("room.leaveText", { partner: partnerName })}
        onClose={close("leave")}
        onLeave={() => {
          room.leave();
          onLeave();
        }}
      />
    </main>
  );
}

function formatRound({ round, rounds }: RoomState): string {
  return t("room.round", { round, rounds });
}
