/** A stand-in for Web Audio: it notes the pitch of each tone that is started. */
import { vi } from "vitest";

export const tones: number[] = [];

/** Stubs Web Audio; a context runs as soon as it is resumed. */
export function stubAudio(): void {
  class Param {
    value = 0;
    setValueAtTime(value: number) {
      this.value = value;
    }
    exponentialRampToValueAtTime() {}
    setTargetAtTime() {}
    cancelScheduledValues() {}
  }
  class Node {
    frequency = new Param();
    gain = new Param();
    connect<T>(to: T): T {
      return to;
    }
    start() {
      tones.push(this.frequency.value);
    }
    stop() {}
  }
  class Context {
    state = "suspended";
    currentTime = 0;
    sampleRate = 8;
    async resume() {
      this.state = "running";
    }
  }
  class Buffer {
    getChannelData = () => new Float32Array(8);
  }
  vi.stubGlobal("AudioContext", Context);
  vi.stubGlobal("AudioBuffer", Buffer);
  for (const name of ["OscillatorNode", "GainNode", "BiquadFilterNode", "AudioBufferSourceNode"])
    vi.stubGlobal(name, Node);
}
