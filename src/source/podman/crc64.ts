/** CRC-64 of ISO 3309, as Go's `crc64.ISO`: the checksum of files in tar-split. */
export class Crc64 {
  private high = 0xffffffff;
  private low = 0xffffffff;

  update(bytes: Uint8Array): void {
    let { high, low } = this;
    for (const byte of bytes) {
      // With this polynomial, no entry of the table has a bit in its lower half.
      const entry = TABLE[(low ^ byte) & 0xff];
      low = (low >>> 8) | (high << 24);
      high = entry ^ (high >>> 8);
    }
    this.high = high;
    this.low = low;
  }

  /** 8 bytes, the highest first. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(~this.high >>> 0, 0);
    bytes.writeUInt32BE(~this.low >>> 0, 4);
    return bytes;
  }
}

const POLYNOMIAL_HIGH = 0xd8000000;

/** Upper halves of the table's entries. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let [high, low] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high = (high >>> 1) ^ (odd ? POLYNOMIAL_HIGH : 0);
  }
  return high;
});
