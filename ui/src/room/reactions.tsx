import type { ReadonlySignal } from "@preact/signals";
import { Icon } from "../design/icons/icon";
import { t } from "../i18n";
import { type ReactionKind, reactionKinds } from "./line/state";
import type { Float } from "./room";
import "./reactions.css";

interface Props {
  onReact: (kind: ReactionKind) => void;
  disabled?: boolean;
}

/** The six reactions. */
export function ReactionButtons({ onReact, disabled }: Props) {
  return (
    <fieldset class="reactions" disabled={disabled}>
      <legend class="sr-only">{t("room.react")}</legend>
      {reactionKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="reaction"
          aria-label={t(`room.${kind}`)}
          title={t(`room.${kind}`)}
          onClick={() => onReact(kind)}
        >
          <Icon name={kind} size={27} />
        </button>
      ))}
    </fieldset>
  );
}

/** Reactions that float up; each is removed when it has faded. */
export function Floats({
  floats,
  onGone,
}: {
  floats: ReadonlySignal<readonly Float[]>;
  onGone: (id: number) => void;
}) {
  return (
    <div class="floats" aria-hidden="true">
      {floats.value.map(({ id, seat, kind }) => (
        <span
          key={id}
          class={`float seat-${seat} float-lane-${id % 3}`}
          onAnimationEnd={() => onGone(id)}
        >
          <Icon name={kind} size={30} class="float-fill" />
          <Icon name={kind} size={30} class="float-line" />
        </span>
      ))}
    </div>
  );
}
