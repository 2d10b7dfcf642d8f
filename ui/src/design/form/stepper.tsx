import { t } from "../../i18n";
import { Icon } from "../icons/icon";
import "./stepper.css";

interface Props {
  /** What is counted, for whoever does not see the row. */
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** A word behind the number. */
  unit?: string;
  onChange: (value: number) => void;
}

/** A number with less and more. It stops at its bounds and lands on whole steps. */
export function Stepper({ label, value, min, max, step = 1, unit, onChange }: Props) {
  const less = Math.max(min, (Math.ceil(value / step) - 1) * step);
  const more = Math.min(max, (Math.floor(value / step) + 1) * step);
  return (
    // A fieldset would want a legend and a row of its own.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div class="stepper" role="group" aria-label={label}>
      <button
        type="button"
        aria-label={`${t("common.less")}: ${label}`}
        disabled={value <= min}
        onClick={() => onChange(less)}
      >
        <Icon name="minus" size={19} />
      </button>
      <output class="stepper-value">
        {value}
        {unit && <small> {unit}</small>}
      </output>
      <button
        type="button"
        aria-label={`${t("common.more")}: ${label}`}
        disabled={value >= max}
        onClick={() => onChange(more)}
      >
        <Icon name="plus" size={19} />
      </button>
    </div>
  );
}
