interface Props {
  /** The address of the drawing. */
  of: string;
  /** Pixels; the server makes it so wide. */
  width: number;
  /** How wide it is shown. */
  shown?: number;
  alt: string;
}

/** A drawing as the operator may see it, whoever else may: the session's cookie goes with it. */
export function AdminPicture({ of, width, shown = width, alt }: Props) {
  const size = { width: shown, height: Math.round((shown * 3) / 4) };
  return <img src={`${of}?width=${width}`} alt={alt} loading="lazy" {...size} />;
}
