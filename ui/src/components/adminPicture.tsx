import { useFetched } from "../admin/fetched";

interface Props {
  /** The address of the drawing. */
  of: string;
  /** Pixels; the server makes it so wide. */
  width: number;
  /** How wide it is shown. */
  shown?: number;
  alt: string;
}

/** A drawing as the operator may see it, whoever else may. */
export function AdminPicture({ of, width, shown = width, alt }: Props) {
  const src = useFetched(`${of}?width=${width}`);
  const size = { width: shown, height: Math.round((shown * 3) / 4) };
  return src ? <img src={src} alt={alt} {...size} /> : <span style={size} />;
}
