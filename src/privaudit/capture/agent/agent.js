📦
796362 /src/index.js
✄
var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name2 in all)
    __defProp(target, name2, { get: all[name2], enumerable: true });
};

// frida-shim:node_modules/@frida/base64-js/index.js
var lookup = [];
var revLookup = [];
var code = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
for (let i = 0, len = code.length; i < len; ++i) {
  lookup[i] = code[i];
  revLookup[code.charCodeAt(i)] = i;
}
revLookup["-".charCodeAt(0)] = 62;
revLookup["_".charCodeAt(0)] = 63;
function getLens(b64) {
  const len = b64.length;
  if (len % 4 > 0) {
    throw new Error("Invalid string. Length must be a multiple of 4");
  }
  let validLen = b64.indexOf("=");
  if (validLen === -1) validLen = len;
  const placeHoldersLen = validLen === len ? 0 : 4 - validLen % 4;
  return [validLen, placeHoldersLen];
}
function _byteLength(b64, validLen, placeHoldersLen) {
  return (validLen + placeHoldersLen) * 3 / 4 - placeHoldersLen;
}
function toByteArray(b64) {
  const lens = getLens(b64);
  const validLen = lens[0];
  const placeHoldersLen = lens[1];
  const arr = new Uint8Array(_byteLength(b64, validLen, placeHoldersLen));
  let curByte = 0;
  const len = placeHoldersLen > 0 ? validLen - 4 : validLen;
  let i;
  for (i = 0; i < len; i += 4) {
    const tmp = revLookup[b64.charCodeAt(i)] << 18 | revLookup[b64.charCodeAt(i + 1)] << 12 | revLookup[b64.charCodeAt(i + 2)] << 6 | revLookup[b64.charCodeAt(i + 3)];
    arr[curByte++] = tmp >> 16 & 255;
    arr[curByte++] = tmp >> 8 & 255;
    arr[curByte++] = tmp & 255;
  }
  if (placeHoldersLen === 2) {
    const tmp = revLookup[b64.charCodeAt(i)] << 2 | revLookup[b64.charCodeAt(i + 1)] >> 4;
    arr[curByte++] = tmp & 255;
  }
  if (placeHoldersLen === 1) {
    const tmp = revLookup[b64.charCodeAt(i)] << 10 | revLookup[b64.charCodeAt(i + 1)] << 4 | revLookup[b64.charCodeAt(i + 2)] >> 2;
    arr[curByte++] = tmp >> 8 & 255;
    arr[curByte++] = tmp & 255;
  }
  return arr;
}
function tripletToBase64(num) {
  return lookup[num >> 18 & 63] + lookup[num >> 12 & 63] + lookup[num >> 6 & 63] + lookup[num & 63];
}
function encodeChunk(uint8, start, end) {
  const output = [];
  for (let i = start; i < end; i += 3) {
    const tmp = (uint8[i] << 16 & 16711680) + (uint8[i + 1] << 8 & 65280) + (uint8[i + 2] & 255);
    output.push(tripletToBase64(tmp));
  }
  return output.join("");
}
function fromByteArray(uint8) {
  const len = uint8.length;
  const extraBytes = len % 3;
  const parts = [];
  const maxChunkLength = 16383;
  for (let i = 0, len2 = len - extraBytes; i < len2; i += maxChunkLength) {
    parts.push(encodeChunk(uint8, i, i + maxChunkLength > len2 ? len2 : i + maxChunkLength));
  }
  if (extraBytes === 1) {
    const tmp = uint8[len - 1];
    parts.push(
      lookup[tmp >> 2] + lookup[tmp << 4 & 63] + "=="
    );
  } else if (extraBytes === 2) {
    const tmp = (uint8[len - 2] << 8) + uint8[len - 1];
    parts.push(
      lookup[tmp >> 10] + lookup[tmp >> 4 & 63] + lookup[tmp << 2 & 63] + "="
    );
  }
  return parts.join("");
}

// frida-shim:node_modules/@frida/ieee754/index.js
function read(buffer, offset, isLE, mLen, nBytes) {
  let e, m;
  const eLen = nBytes * 8 - mLen - 1;
  const eMax = (1 << eLen) - 1;
  const eBias = eMax >> 1;
  let nBits = -7;
  let i = isLE ? nBytes - 1 : 0;
  const d = isLE ? -1 : 1;
  let s = buffer[offset + i];
  i += d;
  e = s & (1 << -nBits) - 1;
  s >>= -nBits;
  nBits += eLen;
  while (nBits > 0) {
    e = e * 256 + buffer[offset + i];
    i += d;
    nBits -= 8;
  }
  m = e & (1 << -nBits) - 1;
  e >>= -nBits;
  nBits += mLen;
  while (nBits > 0) {
    m = m * 256 + buffer[offset + i];
    i += d;
    nBits -= 8;
  }
  if (e === 0) {
    e = 1 - eBias;
  } else if (e === eMax) {
    return m ? NaN : (s ? -1 : 1) * Infinity;
  } else {
    m = m + Math.pow(2, mLen);
    e = e - eBias;
  }
  return (s ? -1 : 1) * m * Math.pow(2, e - mLen);
}
function write(buffer, value, offset, isLE, mLen, nBytes) {
  let e, m, c;
  let eLen = nBytes * 8 - mLen - 1;
  const eMax = (1 << eLen) - 1;
  const eBias = eMax >> 1;
  const rt = mLen === 23 ? Math.pow(2, -24) - Math.pow(2, -77) : 0;
  let i = isLE ? 0 : nBytes - 1;
  const d = isLE ? 1 : -1;
  const s = value < 0 || value === 0 && 1 / value < 0 ? 1 : 0;
  value = Math.abs(value);
  if (isNaN(value) || value === Infinity) {
    m = isNaN(value) ? 1 : 0;
    e = eMax;
  } else {
    e = Math.floor(Math.log(value) / Math.LN2);
    if (value * (c = Math.pow(2, -e)) < 1) {
      e--;
      c *= 2;
    }
    if (e + eBias >= 1) {
      value += rt / c;
    } else {
      value += rt * Math.pow(2, 1 - eBias);
    }
    if (value * c >= 2) {
      e++;
      c /= 2;
    }
    if (e + eBias >= eMax) {
      m = 0;
      e = eMax;
    } else if (e + eBias >= 1) {
      m = (value * c - 1) * Math.pow(2, mLen);
      e = e + eBias;
    } else {
      m = value * Math.pow(2, eBias - 1) * Math.pow(2, mLen);
      e = 0;
    }
  }
  while (mLen >= 8) {
    buffer[offset + i] = m & 255;
    i += d;
    m /= 256;
    mLen -= 8;
  }
  e = e << mLen | m;
  eLen += mLen;
  while (eLen > 0) {
    buffer[offset + i] = e & 255;
    i += d;
    e /= 256;
    eLen -= 8;
  }
  buffer[offset + i - d] |= s * 128;
}

// frida-shim:node_modules/@frida/buffer/index.js
var config = {
  INSPECT_MAX_BYTES: 50
};
var K_MAX_LENGTH = 2147483647;
Buffer2.TYPED_ARRAY_SUPPORT = true;
Object.defineProperty(Buffer2.prototype, "parent", {
  enumerable: true,
  get: function() {
    if (!Buffer2.isBuffer(this)) return void 0;
    return this.buffer;
  }
});
Object.defineProperty(Buffer2.prototype, "offset", {
  enumerable: true,
  get: function() {
    if (!Buffer2.isBuffer(this)) return void 0;
    return this.byteOffset;
  }
});
function createBuffer(length) {
  if (length > K_MAX_LENGTH) {
    throw new RangeError('The value "' + length + '" is invalid for option "size"');
  }
  const buf = new Uint8Array(length);
  Object.setPrototypeOf(buf, Buffer2.prototype);
  return buf;
}
function Buffer2(arg, encodingOrOffset, length) {
  if (typeof arg === "number") {
    if (typeof encodingOrOffset === "string") {
      throw new TypeError(
        'The "string" argument must be of type string. Received type number'
      );
    }
    return allocUnsafe(arg);
  }
  return from(arg, encodingOrOffset, length);
}
Buffer2.poolSize = 8192;
function from(value, encodingOrOffset, length) {
  if (typeof value === "string") {
    return fromString(value, encodingOrOffset);
  }
  if (ArrayBuffer.isView(value)) {
    return fromArrayView(value);
  }
  if (value == null) {
    throw new TypeError(
      "The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type " + typeof value
    );
  }
  if (value instanceof ArrayBuffer || value && value.buffer instanceof ArrayBuffer) {
    return fromArrayBuffer(value, encodingOrOffset, length);
  }
  if (value instanceof SharedArrayBuffer || value && value.buffer instanceof SharedArrayBuffer) {
    return fromArrayBuffer(value, encodingOrOffset, length);
  }
  if (typeof value === "number") {
    throw new TypeError(
      'The "value" argument must not be of type number. Received type number'
    );
  }
  const valueOf2 = value.valueOf && value.valueOf();
  if (valueOf2 != null && valueOf2 !== value) {
    return Buffer2.from(valueOf2, encodingOrOffset, length);
  }
  const b = fromObject(value);
  if (b) return b;
  if (typeof Symbol !== "undefined" && Symbol.toPrimitive != null && typeof value[Symbol.toPrimitive] === "function") {
    return Buffer2.from(value[Symbol.toPrimitive]("string"), encodingOrOffset, length);
  }
  throw new TypeError(
    "The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type " + typeof value
  );
}
Buffer2.from = function(value, encodingOrOffset, length) {
  return from(value, encodingOrOffset, length);
};
Object.setPrototypeOf(Buffer2.prototype, Uint8Array.prototype);
Object.setPrototypeOf(Buffer2, Uint8Array);
function assertSize(size) {
  if (typeof size !== "number") {
    throw new TypeError('"size" argument must be of type number');
  } else if (size < 0) {
    throw new RangeError('The value "' + size + '" is invalid for option "size"');
  }
}
function alloc(size, fill2, encoding) {
  assertSize(size);
  if (size <= 0) {
    return createBuffer(size);
  }
  if (fill2 !== void 0) {
    return typeof encoding === "string" ? createBuffer(size).fill(fill2, encoding) : createBuffer(size).fill(fill2);
  }
  return createBuffer(size);
}
Buffer2.alloc = function(size, fill2, encoding) {
  return alloc(size, fill2, encoding);
};
function allocUnsafe(size) {
  assertSize(size);
  return createBuffer(size < 0 ? 0 : checked(size) | 0);
}
Buffer2.allocUnsafe = function(size) {
  return allocUnsafe(size);
};
Buffer2.allocUnsafeSlow = function(size) {
  return allocUnsafe(size);
};
function fromString(string, encoding) {
  if (typeof encoding !== "string" || encoding === "") {
    encoding = "utf8";
  }
  if (!Buffer2.isEncoding(encoding)) {
    throw new TypeError("Unknown encoding: " + encoding);
  }
  const length = byteLength(string, encoding) | 0;
  let buf = createBuffer(length);
  const actual = buf.write(string, encoding);
  if (actual !== length) {
    buf = buf.slice(0, actual);
  }
  return buf;
}
function fromArrayLike(array2) {
  const length = array2.length < 0 ? 0 : checked(array2.length) | 0;
  const buf = createBuffer(length);
  for (let i = 0; i < length; i += 1) {
    buf[i] = array2[i] & 255;
  }
  return buf;
}
function fromArrayView(arrayView) {
  if (arrayView instanceof Uint8Array) {
    const copy2 = new Uint8Array(arrayView);
    return fromArrayBuffer(copy2.buffer, copy2.byteOffset, copy2.byteLength);
  }
  return fromArrayLike(arrayView);
}
function fromArrayBuffer(array2, byteOffset, length) {
  if (byteOffset < 0 || array2.byteLength < byteOffset) {
    throw new RangeError('"offset" is outside of buffer bounds');
  }
  if (array2.byteLength < byteOffset + (length || 0)) {
    throw new RangeError('"length" is outside of buffer bounds');
  }
  let buf;
  if (byteOffset === void 0 && length === void 0) {
    buf = new Uint8Array(array2);
  } else if (length === void 0) {
    buf = new Uint8Array(array2, byteOffset);
  } else {
    buf = new Uint8Array(array2, byteOffset, length);
  }
  Object.setPrototypeOf(buf, Buffer2.prototype);
  return buf;
}
function fromObject(obj) {
  if (Buffer2.isBuffer(obj)) {
    const len = checked(obj.length) | 0;
    const buf = createBuffer(len);
    if (buf.length === 0) {
      return buf;
    }
    obj.copy(buf, 0, 0, len);
    return buf;
  }
  if (obj.length !== void 0) {
    if (typeof obj.length !== "number" || Number.isNaN(obj.length)) {
      return createBuffer(0);
    }
    return fromArrayLike(obj);
  }
  if (obj.type === "Buffer" && Array.isArray(obj.data)) {
    return fromArrayLike(obj.data);
  }
}
function checked(length) {
  if (length >= K_MAX_LENGTH) {
    throw new RangeError("Attempt to allocate Buffer larger than maximum size: 0x" + K_MAX_LENGTH.toString(16) + " bytes");
  }
  return length | 0;
}
Buffer2.isBuffer = function isBuffer(b) {
  return b != null && b._isBuffer === true && b !== Buffer2.prototype;
};
Buffer2.compare = function compare(a, b) {
  if (a instanceof Uint8Array) a = Buffer2.from(a, a.offset, a.byteLength);
  if (b instanceof Uint8Array) b = Buffer2.from(b, b.offset, b.byteLength);
  if (!Buffer2.isBuffer(a) || !Buffer2.isBuffer(b)) {
    throw new TypeError(
      'The "buf1", "buf2" arguments must be one of type Buffer or Uint8Array'
    );
  }
  if (a === b) return 0;
  let x = a.length;
  let y = b.length;
  for (let i = 0, len = Math.min(x, y); i < len; ++i) {
    if (a[i] !== b[i]) {
      x = a[i];
      y = b[i];
      break;
    }
  }
  if (x < y) return -1;
  if (y < x) return 1;
  return 0;
};
Buffer2.isEncoding = function isEncoding(encoding) {
  switch (String(encoding).toLowerCase()) {
    case "hex":
    case "utf8":
    case "utf-8":
    case "ascii":
    case "latin1":
    case "binary":
    case "base64":
    case "ucs2":
    case "ucs-2":
    case "utf16le":
    case "utf-16le":
      return true;
    default:
      return false;
  }
};
Buffer2.concat = function concat(list, length) {
  if (!Array.isArray(list)) {
    throw new TypeError('"list" argument must be an Array of Buffers');
  }
  if (list.length === 0) {
    return Buffer2.alloc(0);
  }
  let i;
  if (length === void 0) {
    length = 0;
    for (i = 0; i < list.length; ++i) {
      length += list[i].length;
    }
  }
  const buffer = Buffer2.allocUnsafe(length);
  let pos = 0;
  for (i = 0; i < list.length; ++i) {
    let buf = list[i];
    if (buf instanceof Uint8Array) {
      if (pos + buf.length > buffer.length) {
        if (!Buffer2.isBuffer(buf)) {
          buf = Buffer2.from(buf.buffer, buf.byteOffset, buf.byteLength);
        }
        buf.copy(buffer, pos);
      } else {
        Uint8Array.prototype.set.call(
          buffer,
          buf,
          pos
        );
      }
    } else if (!Buffer2.isBuffer(buf)) {
      throw new TypeError('"list" argument must be an Array of Buffers');
    } else {
      buf.copy(buffer, pos);
    }
    pos += buf.length;
  }
  return buffer;
};
function byteLength(string, encoding) {
  if (Buffer2.isBuffer(string)) {
    return string.length;
  }
  if (ArrayBuffer.isView(string) || string instanceof ArrayBuffer) {
    return string.byteLength;
  }
  if (typeof string !== "string") {
    throw new TypeError(
      'The "string" argument must be one of type string, Buffer, or ArrayBuffer. Received type ' + typeof string
    );
  }
  const len = string.length;
  const mustMatch = arguments.length > 2 && arguments[2] === true;
  if (!mustMatch && len === 0) return 0;
  let loweredCase = false;
  for (; ; ) {
    switch (encoding) {
      case "ascii":
      case "latin1":
      case "binary":
        return len;
      case "utf8":
      case "utf-8":
        return utf8ToBytes(string).length;
      case "ucs2":
      case "ucs-2":
      case "utf16le":
      case "utf-16le":
        return len * 2;
      case "hex":
        return len >>> 1;
      case "base64":
        return base64ToBytes(string).length;
      default:
        if (loweredCase) {
          return mustMatch ? -1 : utf8ToBytes(string).length;
        }
        encoding = ("" + encoding).toLowerCase();
        loweredCase = true;
    }
  }
}
Buffer2.byteLength = byteLength;
function slowToString(encoding, start, end) {
  let loweredCase = false;
  if (start === void 0 || start < 0) {
    start = 0;
  }
  if (start > this.length) {
    return "";
  }
  if (end === void 0 || end > this.length) {
    end = this.length;
  }
  if (end <= 0) {
    return "";
  }
  end >>>= 0;
  start >>>= 0;
  if (end <= start) {
    return "";
  }
  if (!encoding) encoding = "utf8";
  while (true) {
    switch (encoding) {
      case "hex":
        return hexSlice(this, start, end);
      case "utf8":
      case "utf-8":
        return utf8Slice(this, start, end);
      case "ascii":
        return asciiSlice(this, start, end);
      case "latin1":
      case "binary":
        return latin1Slice(this, start, end);
      case "base64":
        return base64Slice(this, start, end);
      case "ucs2":
      case "ucs-2":
      case "utf16le":
      case "utf-16le":
        return utf16leSlice(this, start, end);
      default:
        if (loweredCase) throw new TypeError("Unknown encoding: " + encoding);
        encoding = (encoding + "").toLowerCase();
        loweredCase = true;
    }
  }
}
Buffer2.prototype._isBuffer = true;
function swap(b, n, m) {
  const i = b[n];
  b[n] = b[m];
  b[m] = i;
}
Buffer2.prototype.swap16 = function swap16() {
  const len = this.length;
  if (len % 2 !== 0) {
    throw new RangeError("Buffer size must be a multiple of 16-bits");
  }
  for (let i = 0; i < len; i += 2) {
    swap(this, i, i + 1);
  }
  return this;
};
Buffer2.prototype.swap32 = function swap32() {
  const len = this.length;
  if (len % 4 !== 0) {
    throw new RangeError("Buffer size must be a multiple of 32-bits");
  }
  for (let i = 0; i < len; i += 4) {
    swap(this, i, i + 3);
    swap(this, i + 1, i + 2);
  }
  return this;
};
Buffer2.prototype.swap64 = function swap64() {
  const len = this.length;
  if (len % 8 !== 0) {
    throw new RangeError("Buffer size must be a multiple of 64-bits");
  }
  for (let i = 0; i < len; i += 8) {
    swap(this, i, i + 7);
    swap(this, i + 1, i + 6);
    swap(this, i + 2, i + 5);
    swap(this, i + 3, i + 4);
  }
  return this;
};
Buffer2.prototype.toString = function toString() {
  const length = this.length;
  if (length === 0) return "";
  if (arguments.length === 0) return utf8Slice(this, 0, length);
  return slowToString.apply(this, arguments);
};
Buffer2.prototype.toLocaleString = Buffer2.prototype.toString;
Buffer2.prototype.equals = function equals(b) {
  if (!Buffer2.isBuffer(b)) throw new TypeError("Argument must be a Buffer");
  if (this === b) return true;
  return Buffer2.compare(this, b) === 0;
};
Buffer2.prototype.inspect = function inspect() {
  let str = "";
  const max = config.INSPECT_MAX_BYTES;
  str = this.toString("hex", 0, max).replace(/(.{2})/g, "$1 ").trim();
  if (this.length > max) str += " ... ";
  return "<Buffer " + str + ">";
};
Buffer2.prototype[Symbol.for("nodejs.util.inspect.custom")] = Buffer2.prototype.inspect;
Buffer2.prototype.compare = function compare2(target, start, end, thisStart, thisEnd) {
  if (target instanceof Uint8Array) {
    target = Buffer2.from(target, target.offset, target.byteLength);
  }
  if (!Buffer2.isBuffer(target)) {
    throw new TypeError(
      'The "target" argument must be one of type Buffer or Uint8Array. Received type ' + typeof target
    );
  }
  if (start === void 0) {
    start = 0;
  }
  if (end === void 0) {
    end = target ? target.length : 0;
  }
  if (thisStart === void 0) {
    thisStart = 0;
  }
  if (thisEnd === void 0) {
    thisEnd = this.length;
  }
  if (start < 0 || end > target.length || thisStart < 0 || thisEnd > this.length) {
    throw new RangeError("out of range index");
  }
  if (thisStart >= thisEnd && start >= end) {
    return 0;
  }
  if (thisStart >= thisEnd) {
    return -1;
  }
  if (start >= end) {
    return 1;
  }
  start >>>= 0;
  end >>>= 0;
  thisStart >>>= 0;
  thisEnd >>>= 0;
  if (this === target) return 0;
  let x = thisEnd - thisStart;
  let y = end - start;
  const len = Math.min(x, y);
  const thisCopy = this.slice(thisStart, thisEnd);
  const targetCopy = target.slice(start, end);
  for (let i = 0; i < len; ++i) {
    if (thisCopy[i] !== targetCopy[i]) {
      x = thisCopy[i];
      y = targetCopy[i];
      break;
    }
  }
  if (x < y) return -1;
  if (y < x) return 1;
  return 0;
};
function bidirectionalIndexOf(buffer, val, byteOffset, encoding, dir) {
  if (buffer.length === 0) return -1;
  if (typeof byteOffset === "string") {
    encoding = byteOffset;
    byteOffset = 0;
  } else if (byteOffset > 2147483647) {
    byteOffset = 2147483647;
  } else if (byteOffset < -2147483648) {
    byteOffset = -2147483648;
  }
  byteOffset = +byteOffset;
  if (Number.isNaN(byteOffset)) {
    byteOffset = dir ? 0 : buffer.length - 1;
  }
  if (byteOffset < 0) byteOffset = buffer.length + byteOffset;
  if (byteOffset >= buffer.length) {
    if (dir) return -1;
    else byteOffset = buffer.length - 1;
  } else if (byteOffset < 0) {
    if (dir) byteOffset = 0;
    else return -1;
  }
  if (typeof val === "string") {
    val = Buffer2.from(val, encoding);
  }
  if (Buffer2.isBuffer(val)) {
    if (val.length === 0) {
      return -1;
    }
    return arrayIndexOf(buffer, val, byteOffset, encoding, dir);
  } else if (typeof val === "number") {
    val = val & 255;
    if (typeof Uint8Array.prototype.indexOf === "function") {
      if (dir) {
        return Uint8Array.prototype.indexOf.call(buffer, val, byteOffset);
      } else {
        return Uint8Array.prototype.lastIndexOf.call(buffer, val, byteOffset);
      }
    }
    return arrayIndexOf(buffer, [val], byteOffset, encoding, dir);
  }
  throw new TypeError("val must be string, number or Buffer");
}
function arrayIndexOf(arr, val, byteOffset, encoding, dir) {
  let indexSize = 1;
  let arrLength = arr.length;
  let valLength = val.length;
  if (encoding !== void 0) {
    encoding = String(encoding).toLowerCase();
    if (encoding === "ucs2" || encoding === "ucs-2" || encoding === "utf16le" || encoding === "utf-16le") {
      if (arr.length < 2 || val.length < 2) {
        return -1;
      }
      indexSize = 2;
      arrLength /= 2;
      valLength /= 2;
      byteOffset /= 2;
    }
  }
  function read3(buf, i2) {
    if (indexSize === 1) {
      return buf[i2];
    } else {
      return buf.readUInt16BE(i2 * indexSize);
    }
  }
  let i;
  if (dir) {
    let foundIndex = -1;
    for (i = byteOffset; i < arrLength; i++) {
      if (read3(arr, i) === read3(val, foundIndex === -1 ? 0 : i - foundIndex)) {
        if (foundIndex === -1) foundIndex = i;
        if (i - foundIndex + 1 === valLength) return foundIndex * indexSize;
      } else {
        if (foundIndex !== -1) i -= i - foundIndex;
        foundIndex = -1;
      }
    }
  } else {
    if (byteOffset + valLength > arrLength) byteOffset = arrLength - valLength;
    for (i = byteOffset; i >= 0; i--) {
      let found = true;
      for (let j = 0; j < valLength; j++) {
        if (read3(arr, i + j) !== read3(val, j)) {
          found = false;
          break;
        }
      }
      if (found) return i;
    }
  }
  return -1;
}
Buffer2.prototype.includes = function includes(val, byteOffset, encoding) {
  return this.indexOf(val, byteOffset, encoding) !== -1;
};
Buffer2.prototype.indexOf = function indexOf(val, byteOffset, encoding) {
  return bidirectionalIndexOf(this, val, byteOffset, encoding, true);
};
Buffer2.prototype.lastIndexOf = function lastIndexOf(val, byteOffset, encoding) {
  return bidirectionalIndexOf(this, val, byteOffset, encoding, false);
};
function hexWrite(buf, string, offset, length) {
  offset = Number(offset) || 0;
  const remaining = buf.length - offset;
  if (!length) {
    length = remaining;
  } else {
    length = Number(length);
    if (length > remaining) {
      length = remaining;
    }
  }
  const strLen = string.length;
  if (length > strLen / 2) {
    length = strLen / 2;
  }
  let i;
  for (i = 0; i < length; ++i) {
    const parsed = parseInt(string.substr(i * 2, 2), 16);
    if (Number.isNaN(parsed)) return i;
    buf[offset + i] = parsed;
  }
  return i;
}
function utf8Write(buf, string, offset, length) {
  return blitBuffer(utf8ToBytes(string, buf.length - offset), buf, offset, length);
}
function asciiWrite(buf, string, offset, length) {
  return blitBuffer(asciiToBytes(string), buf, offset, length);
}
function base64Write(buf, string, offset, length) {
  return blitBuffer(base64ToBytes(string), buf, offset, length);
}
function ucs2Write(buf, string, offset, length) {
  return blitBuffer(utf16leToBytes(string, buf.length - offset), buf, offset, length);
}
Buffer2.prototype.write = function write2(string, offset, length, encoding) {
  if (offset === void 0) {
    encoding = "utf8";
    length = this.length;
    offset = 0;
  } else if (length === void 0 && typeof offset === "string") {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else if (isFinite(offset)) {
    offset = offset >>> 0;
    if (isFinite(length)) {
      length = length >>> 0;
      if (encoding === void 0) encoding = "utf8";
    } else {
      encoding = length;
      length = void 0;
    }
  } else {
    throw new Error(
      "Buffer.write(string, encoding, offset[, length]) is no longer supported"
    );
  }
  const remaining = this.length - offset;
  if (length === void 0 || length > remaining) length = remaining;
  if (string.length > 0 && (length < 0 || offset < 0) || offset > this.length) {
    throw new RangeError("Attempt to write outside buffer bounds");
  }
  if (!encoding) encoding = "utf8";
  let loweredCase = false;
  for (; ; ) {
    switch (encoding) {
      case "hex":
        return hexWrite(this, string, offset, length);
      case "utf8":
      case "utf-8":
        return utf8Write(this, string, offset, length);
      case "ascii":
      case "latin1":
      case "binary":
        return asciiWrite(this, string, offset, length);
      case "base64":
        return base64Write(this, string, offset, length);
      case "ucs2":
      case "ucs-2":
      case "utf16le":
      case "utf-16le":
        return ucs2Write(this, string, offset, length);
      default:
        if (loweredCase) throw new TypeError("Unknown encoding: " + encoding);
        encoding = ("" + encoding).toLowerCase();
        loweredCase = true;
    }
  }
};
Buffer2.prototype.toJSON = function toJSON() {
  return {
    type: "Buffer",
    data: Array.prototype.slice.call(this._arr || this, 0)
  };
};
function base64Slice(buf, start, end) {
  if (start === 0 && end === buf.length) {
    return fromByteArray(buf);
  } else {
    return fromByteArray(buf.slice(start, end));
  }
}
function utf8Slice(buf, start, end) {
  end = Math.min(buf.length, end);
  const res = [];
  let i = start;
  while (i < end) {
    const firstByte = buf[i];
    let codePoint = null;
    let bytesPerSequence = firstByte > 239 ? 4 : firstByte > 223 ? 3 : firstByte > 191 ? 2 : 1;
    if (i + bytesPerSequence <= end) {
      let secondByte, thirdByte, fourthByte, tempCodePoint;
      switch (bytesPerSequence) {
        case 1:
          if (firstByte < 128) {
            codePoint = firstByte;
          }
          break;
        case 2:
          secondByte = buf[i + 1];
          if ((secondByte & 192) === 128) {
            tempCodePoint = (firstByte & 31) << 6 | secondByte & 63;
            if (tempCodePoint > 127) {
              codePoint = tempCodePoint;
            }
          }
          break;
        case 3:
          secondByte = buf[i + 1];
          thirdByte = buf[i + 2];
          if ((secondByte & 192) === 128 && (thirdByte & 192) === 128) {
            tempCodePoint = (firstByte & 15) << 12 | (secondByte & 63) << 6 | thirdByte & 63;
            if (tempCodePoint > 2047 && (tempCodePoint < 55296 || tempCodePoint > 57343)) {
              codePoint = tempCodePoint;
            }
          }
          break;
        case 4:
          secondByte = buf[i + 1];
          thirdByte = buf[i + 2];
          fourthByte = buf[i + 3];
          if ((secondByte & 192) === 128 && (thirdByte & 192) === 128 && (fourthByte & 192) === 128) {
            tempCodePoint = (firstByte & 15) << 18 | (secondByte & 63) << 12 | (thirdByte & 63) << 6 | fourthByte & 63;
            if (tempCodePoint > 65535 && tempCodePoint < 1114112) {
              codePoint = tempCodePoint;
            }
          }
      }
    }
    if (codePoint === null) {
      codePoint = 65533;
      bytesPerSequence = 1;
    } else if (codePoint > 65535) {
      codePoint -= 65536;
      res.push(codePoint >>> 10 & 1023 | 55296);
      codePoint = 56320 | codePoint & 1023;
    }
    res.push(codePoint);
    i += bytesPerSequence;
  }
  return decodeCodePointsArray(res);
}
var MAX_ARGUMENTS_LENGTH = 4096;
function decodeCodePointsArray(codePoints) {
  const len = codePoints.length;
  if (len <= MAX_ARGUMENTS_LENGTH) {
    return String.fromCharCode.apply(String, codePoints);
  }
  let res = "";
  let i = 0;
  while (i < len) {
    res += String.fromCharCode.apply(
      String,
      codePoints.slice(i, i += MAX_ARGUMENTS_LENGTH)
    );
  }
  return res;
}
function asciiSlice(buf, start, end) {
  let ret = "";
  end = Math.min(buf.length, end);
  for (let i = start; i < end; ++i) {
    ret += String.fromCharCode(buf[i] & 127);
  }
  return ret;
}
function latin1Slice(buf, start, end) {
  let ret = "";
  end = Math.min(buf.length, end);
  for (let i = start; i < end; ++i) {
    ret += String.fromCharCode(buf[i]);
  }
  return ret;
}
function hexSlice(buf, start, end) {
  const len = buf.length;
  if (!start || start < 0) start = 0;
  if (!end || end < 0 || end > len) end = len;
  let out = "";
  for (let i = start; i < end; ++i) {
    out += hexSliceLookupTable[buf[i]];
  }
  return out;
}
function utf16leSlice(buf, start, end) {
  const bytes = buf.slice(start, end);
  let res = "";
  for (let i = 0; i < bytes.length - 1; i += 2) {
    res += String.fromCharCode(bytes[i] + bytes[i + 1] * 256);
  }
  return res;
}
Buffer2.prototype.slice = function slice(start, end) {
  const len = this.length;
  start = ~~start;
  end = end === void 0 ? len : ~~end;
  if (start < 0) {
    start += len;
    if (start < 0) start = 0;
  } else if (start > len) {
    start = len;
  }
  if (end < 0) {
    end += len;
    if (end < 0) end = 0;
  } else if (end > len) {
    end = len;
  }
  if (end < start) end = start;
  const newBuf = this.subarray(start, end);
  Object.setPrototypeOf(newBuf, Buffer2.prototype);
  return newBuf;
};
function checkOffset(offset, ext, length) {
  if (offset % 1 !== 0 || offset < 0) throw new RangeError("offset is not uint");
  if (offset + ext > length) throw new RangeError("Trying to access beyond buffer length");
}
Buffer2.prototype.readUintLE = Buffer2.prototype.readUIntLE = function readUIntLE(offset, byteLength2, noAssert) {
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) checkOffset(offset, byteLength2, this.length);
  let val = this[offset];
  let mul = 1;
  let i = 0;
  while (++i < byteLength2 && (mul *= 256)) {
    val += this[offset + i] * mul;
  }
  return val;
};
Buffer2.prototype.readUintBE = Buffer2.prototype.readUIntBE = function readUIntBE(offset, byteLength2, noAssert) {
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) {
    checkOffset(offset, byteLength2, this.length);
  }
  let val = this[offset + --byteLength2];
  let mul = 1;
  while (byteLength2 > 0 && (mul *= 256)) {
    val += this[offset + --byteLength2] * mul;
  }
  return val;
};
Buffer2.prototype.readUint8 = Buffer2.prototype.readUInt8 = function readUInt8(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 1, this.length);
  return this[offset];
};
Buffer2.prototype.readUint16LE = Buffer2.prototype.readUInt16LE = function readUInt16LE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 2, this.length);
  return this[offset] | this[offset + 1] << 8;
};
Buffer2.prototype.readUint16BE = Buffer2.prototype.readUInt16BE = function readUInt16BE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 2, this.length);
  return this[offset] << 8 | this[offset + 1];
};
Buffer2.prototype.readUint32LE = Buffer2.prototype.readUInt32LE = function readUInt32LE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return (this[offset] | this[offset + 1] << 8 | this[offset + 2] << 16) + this[offset + 3] * 16777216;
};
Buffer2.prototype.readUint32BE = Buffer2.prototype.readUInt32BE = function readUInt32BE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return this[offset] * 16777216 + (this[offset + 1] << 16 | this[offset + 2] << 8 | this[offset + 3]);
};
Buffer2.prototype.readBigUInt64LE = function readBigUInt64LE(offset) {
  offset = offset >>> 0;
  validateNumber(offset, "offset");
  const first = this[offset];
  const last = this[offset + 7];
  if (first === void 0 || last === void 0) {
    boundsError(offset, this.length - 8);
  }
  const lo = first + this[++offset] * 2 ** 8 + this[++offset] * 2 ** 16 + this[++offset] * 2 ** 24;
  const hi = this[++offset] + this[++offset] * 2 ** 8 + this[++offset] * 2 ** 16 + last * 2 ** 24;
  return BigInt(lo) + (BigInt(hi) << BigInt(32));
};
Buffer2.prototype.readBigUInt64BE = function readBigUInt64BE(offset) {
  offset = offset >>> 0;
  validateNumber(offset, "offset");
  const first = this[offset];
  const last = this[offset + 7];
  if (first === void 0 || last === void 0) {
    boundsError(offset, this.length - 8);
  }
  const hi = first * 2 ** 24 + this[++offset] * 2 ** 16 + this[++offset] * 2 ** 8 + this[++offset];
  const lo = this[++offset] * 2 ** 24 + this[++offset] * 2 ** 16 + this[++offset] * 2 ** 8 + last;
  return (BigInt(hi) << BigInt(32)) + BigInt(lo);
};
Buffer2.prototype.readIntLE = function readIntLE(offset, byteLength2, noAssert) {
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) checkOffset(offset, byteLength2, this.length);
  let val = this[offset];
  let mul = 1;
  let i = 0;
  while (++i < byteLength2 && (mul *= 256)) {
    val += this[offset + i] * mul;
  }
  mul *= 128;
  if (val >= mul) val -= Math.pow(2, 8 * byteLength2);
  return val;
};
Buffer2.prototype.readIntBE = function readIntBE(offset, byteLength2, noAssert) {
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) checkOffset(offset, byteLength2, this.length);
  let i = byteLength2;
  let mul = 1;
  let val = this[offset + --i];
  while (i > 0 && (mul *= 256)) {
    val += this[offset + --i] * mul;
  }
  mul *= 128;
  if (val >= mul) val -= Math.pow(2, 8 * byteLength2);
  return val;
};
Buffer2.prototype.readInt8 = function readInt8(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 1, this.length);
  if (!(this[offset] & 128)) return this[offset];
  return (255 - this[offset] + 1) * -1;
};
Buffer2.prototype.readInt16LE = function readInt16LE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 2, this.length);
  const val = this[offset] | this[offset + 1] << 8;
  return val & 32768 ? val | 4294901760 : val;
};
Buffer2.prototype.readInt16BE = function readInt16BE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 2, this.length);
  const val = this[offset + 1] | this[offset] << 8;
  return val & 32768 ? val | 4294901760 : val;
};
Buffer2.prototype.readInt32LE = function readInt32LE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return this[offset] | this[offset + 1] << 8 | this[offset + 2] << 16 | this[offset + 3] << 24;
};
Buffer2.prototype.readInt32BE = function readInt32BE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return this[offset] << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | this[offset + 3];
};
Buffer2.prototype.readBigInt64LE = function readBigInt64LE(offset) {
  offset = offset >>> 0;
  validateNumber(offset, "offset");
  const first = this[offset];
  const last = this[offset + 7];
  if (first === void 0 || last === void 0) {
    boundsError(offset, this.length - 8);
  }
  const val = this[offset + 4] + this[offset + 5] * 2 ** 8 + this[offset + 6] * 2 ** 16 + (last << 24);
  return (BigInt(val) << BigInt(32)) + BigInt(first + this[++offset] * 2 ** 8 + this[++offset] * 2 ** 16 + this[++offset] * 2 ** 24);
};
Buffer2.prototype.readBigInt64BE = function readBigInt64BE(offset) {
  offset = offset >>> 0;
  validateNumber(offset, "offset");
  const first = this[offset];
  const last = this[offset + 7];
  if (first === void 0 || last === void 0) {
    boundsError(offset, this.length - 8);
  }
  const val = (first << 24) + // Overflow
  this[++offset] * 2 ** 16 + this[++offset] * 2 ** 8 + this[++offset];
  return (BigInt(val) << BigInt(32)) + BigInt(this[++offset] * 2 ** 24 + this[++offset] * 2 ** 16 + this[++offset] * 2 ** 8 + last);
};
Buffer2.prototype.readFloatLE = function readFloatLE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return read(this, offset, true, 23, 4);
};
Buffer2.prototype.readFloatBE = function readFloatBE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 4, this.length);
  return read(this, offset, false, 23, 4);
};
Buffer2.prototype.readDoubleLE = function readDoubleLE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 8, this.length);
  return read(this, offset, true, 52, 8);
};
Buffer2.prototype.readDoubleBE = function readDoubleBE(offset, noAssert) {
  offset = offset >>> 0;
  if (!noAssert) checkOffset(offset, 8, this.length);
  return read(this, offset, false, 52, 8);
};
function checkInt(buf, value, offset, ext, max, min) {
  if (!Buffer2.isBuffer(buf)) throw new TypeError('"buffer" argument must be a Buffer instance');
  if (value > max || value < min) throw new RangeError('"value" argument is out of bounds');
  if (offset + ext > buf.length) throw new RangeError("Index out of range");
}
Buffer2.prototype.writeUintLE = Buffer2.prototype.writeUIntLE = function writeUIntLE(value, offset, byteLength2, noAssert) {
  value = +value;
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) {
    const maxBytes = Math.pow(2, 8 * byteLength2) - 1;
    checkInt(this, value, offset, byteLength2, maxBytes, 0);
  }
  let mul = 1;
  let i = 0;
  this[offset] = value & 255;
  while (++i < byteLength2 && (mul *= 256)) {
    this[offset + i] = value / mul & 255;
  }
  return offset + byteLength2;
};
Buffer2.prototype.writeUintBE = Buffer2.prototype.writeUIntBE = function writeUIntBE(value, offset, byteLength2, noAssert) {
  value = +value;
  offset = offset >>> 0;
  byteLength2 = byteLength2 >>> 0;
  if (!noAssert) {
    const maxBytes = Math.pow(2, 8 * byteLength2) - 1;
    checkInt(this, value, offset, byteLength2, maxBytes, 0);
  }
  let i = byteLength2 - 1;
  let mul = 1;
  this[offset + i] = value & 255;
  while (--i >= 0 && (mul *= 256)) {
    this[offset + i] = value / mul & 255;
  }
  return offset + byteLength2;
};
Buffer2.prototype.writeUint8 = Buffer2.prototype.writeUInt8 = function writeUInt8(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 1, 255, 0);
  this[offset] = value & 255;
  return offset + 1;
};
Buffer2.prototype.writeUint16LE = Buffer2.prototype.writeUInt16LE = function writeUInt16LE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 2, 65535, 0);
  this[offset] = value & 255;
  this[offset + 1] = value >>> 8;
  return offset + 2;
};
Buffer2.prototype.writeUint16BE = Buffer2.prototype.writeUInt16BE = function writeUInt16BE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 2, 65535, 0);
  this[offset] = value >>> 8;
  this[offset + 1] = value & 255;
  return offset + 2;
};
Buffer2.prototype.writeUint32LE = Buffer2.prototype.writeUInt32LE = function writeUInt32LE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 4, 4294967295, 0);
  this[offset + 3] = value >>> 24;
  this[offset + 2] = value >>> 16;
  this[offset + 1] = value >>> 8;
  this[offset] = value & 255;
  return offset + 4;
};
Buffer2.prototype.writeUint32BE = Buffer2.prototype.writeUInt32BE = function writeUInt32BE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 4, 4294967295, 0);
  this[offset] = value >>> 24;
  this[offset + 1] = value >>> 16;
  this[offset + 2] = value >>> 8;
  this[offset + 3] = value & 255;
  return offset + 4;
};
function wrtBigUInt64LE(buf, value, offset, min, max) {
  checkIntBI(value, min, max, buf, offset, 7);
  let lo = Number(value & BigInt(4294967295));
  buf[offset++] = lo;
  lo = lo >> 8;
  buf[offset++] = lo;
  lo = lo >> 8;
  buf[offset++] = lo;
  lo = lo >> 8;
  buf[offset++] = lo;
  let hi = Number(value >> BigInt(32) & BigInt(4294967295));
  buf[offset++] = hi;
  hi = hi >> 8;
  buf[offset++] = hi;
  hi = hi >> 8;
  buf[offset++] = hi;
  hi = hi >> 8;
  buf[offset++] = hi;
  return offset;
}
function wrtBigUInt64BE(buf, value, offset, min, max) {
  checkIntBI(value, min, max, buf, offset, 7);
  let lo = Number(value & BigInt(4294967295));
  buf[offset + 7] = lo;
  lo = lo >> 8;
  buf[offset + 6] = lo;
  lo = lo >> 8;
  buf[offset + 5] = lo;
  lo = lo >> 8;
  buf[offset + 4] = lo;
  let hi = Number(value >> BigInt(32) & BigInt(4294967295));
  buf[offset + 3] = hi;
  hi = hi >> 8;
  buf[offset + 2] = hi;
  hi = hi >> 8;
  buf[offset + 1] = hi;
  hi = hi >> 8;
  buf[offset] = hi;
  return offset + 8;
}
Buffer2.prototype.writeBigUInt64LE = function writeBigUInt64LE(value, offset = 0) {
  return wrtBigUInt64LE(this, value, offset, BigInt(0), BigInt("0xffffffffffffffff"));
};
Buffer2.prototype.writeBigUInt64BE = function writeBigUInt64BE(value, offset = 0) {
  return wrtBigUInt64BE(this, value, offset, BigInt(0), BigInt("0xffffffffffffffff"));
};
Buffer2.prototype.writeIntLE = function writeIntLE(value, offset, byteLength2, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) {
    const limit = Math.pow(2, 8 * byteLength2 - 1);
    checkInt(this, value, offset, byteLength2, limit - 1, -limit);
  }
  let i = 0;
  let mul = 1;
  let sub = 0;
  this[offset] = value & 255;
  while (++i < byteLength2 && (mul *= 256)) {
    if (value < 0 && sub === 0 && this[offset + i - 1] !== 0) {
      sub = 1;
    }
    this[offset + i] = (value / mul >> 0) - sub & 255;
  }
  return offset + byteLength2;
};
Buffer2.prototype.writeIntBE = function writeIntBE(value, offset, byteLength2, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) {
    const limit = Math.pow(2, 8 * byteLength2 - 1);
    checkInt(this, value, offset, byteLength2, limit - 1, -limit);
  }
  let i = byteLength2 - 1;
  let mul = 1;
  let sub = 0;
  this[offset + i] = value & 255;
  while (--i >= 0 && (mul *= 256)) {
    if (value < 0 && sub === 0 && this[offset + i + 1] !== 0) {
      sub = 1;
    }
    this[offset + i] = (value / mul >> 0) - sub & 255;
  }
  return offset + byteLength2;
};
Buffer2.prototype.writeInt8 = function writeInt8(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 1, 127, -128);
  if (value < 0) value = 255 + value + 1;
  this[offset] = value & 255;
  return offset + 1;
};
Buffer2.prototype.writeInt16LE = function writeInt16LE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 2, 32767, -32768);
  this[offset] = value & 255;
  this[offset + 1] = value >>> 8;
  return offset + 2;
};
Buffer2.prototype.writeInt16BE = function writeInt16BE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 2, 32767, -32768);
  this[offset] = value >>> 8;
  this[offset + 1] = value & 255;
  return offset + 2;
};
Buffer2.prototype.writeInt32LE = function writeInt32LE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 4, 2147483647, -2147483648);
  this[offset] = value & 255;
  this[offset + 1] = value >>> 8;
  this[offset + 2] = value >>> 16;
  this[offset + 3] = value >>> 24;
  return offset + 4;
};
Buffer2.prototype.writeInt32BE = function writeInt32BE(value, offset, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) checkInt(this, value, offset, 4, 2147483647, -2147483648);
  if (value < 0) value = 4294967295 + value + 1;
  this[offset] = value >>> 24;
  this[offset + 1] = value >>> 16;
  this[offset + 2] = value >>> 8;
  this[offset + 3] = value & 255;
  return offset + 4;
};
Buffer2.prototype.writeBigInt64LE = function writeBigInt64LE(value, offset = 0) {
  return wrtBigUInt64LE(this, value, offset, -BigInt("0x8000000000000000"), BigInt("0x7fffffffffffffff"));
};
Buffer2.prototype.writeBigInt64BE = function writeBigInt64BE(value, offset = 0) {
  return wrtBigUInt64BE(this, value, offset, -BigInt("0x8000000000000000"), BigInt("0x7fffffffffffffff"));
};
function checkIEEE754(buf, value, offset, ext, max, min) {
  if (offset + ext > buf.length) throw new RangeError("Index out of range");
  if (offset < 0) throw new RangeError("Index out of range");
}
function writeFloat(buf, value, offset, littleEndian, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) {
    checkIEEE754(buf, value, offset, 4, 34028234663852886e22, -34028234663852886e22);
  }
  write(buf, value, offset, littleEndian, 23, 4);
  return offset + 4;
}
Buffer2.prototype.writeFloatLE = function writeFloatLE(value, offset, noAssert) {
  return writeFloat(this, value, offset, true, noAssert);
};
Buffer2.prototype.writeFloatBE = function writeFloatBE(value, offset, noAssert) {
  return writeFloat(this, value, offset, false, noAssert);
};
function writeDouble(buf, value, offset, littleEndian, noAssert) {
  value = +value;
  offset = offset >>> 0;
  if (!noAssert) {
    checkIEEE754(buf, value, offset, 8, 17976931348623157e292, -17976931348623157e292);
  }
  write(buf, value, offset, littleEndian, 52, 8);
  return offset + 8;
}
Buffer2.prototype.writeDoubleLE = function writeDoubleLE(value, offset, noAssert) {
  return writeDouble(this, value, offset, true, noAssert);
};
Buffer2.prototype.writeDoubleBE = function writeDoubleBE(value, offset, noAssert) {
  return writeDouble(this, value, offset, false, noAssert);
};
Buffer2.prototype.copy = function copy(target, targetStart, start, end) {
  if (!Buffer2.isBuffer(target)) throw new TypeError("argument should be a Buffer");
  if (!start) start = 0;
  if (!end && end !== 0) end = this.length;
  if (targetStart >= target.length) targetStart = target.length;
  if (!targetStart) targetStart = 0;
  if (end > 0 && end < start) end = start;
  if (end === start) return 0;
  if (target.length === 0 || this.length === 0) return 0;
  if (targetStart < 0) {
    throw new RangeError("targetStart out of bounds");
  }
  if (start < 0 || start >= this.length) throw new RangeError("Index out of range");
  if (end < 0) throw new RangeError("sourceEnd out of bounds");
  if (end > this.length) end = this.length;
  if (target.length - targetStart < end - start) {
    end = target.length - targetStart + start;
  }
  const len = end - start;
  if (this === target) {
    this.copyWithin(targetStart, start, end);
  } else {
    Uint8Array.prototype.set.call(
      target,
      this.subarray(start, end),
      targetStart
    );
  }
  return len;
};
Buffer2.prototype.fill = function fill(val, start, end, encoding) {
  if (typeof val === "string") {
    if (typeof start === "string") {
      encoding = start;
      start = 0;
      end = this.length;
    } else if (typeof end === "string") {
      encoding = end;
      end = this.length;
    }
    if (encoding !== void 0 && typeof encoding !== "string") {
      throw new TypeError("encoding must be a string");
    }
    if (typeof encoding === "string" && !Buffer2.isEncoding(encoding)) {
      throw new TypeError("Unknown encoding: " + encoding);
    }
    if (val.length === 1) {
      const code4 = val.charCodeAt(0);
      if (encoding === "utf8" && code4 < 128 || encoding === "latin1") {
        val = code4;
      }
    }
  } else if (typeof val === "number") {
    val = val & 255;
  } else if (typeof val === "boolean") {
    val = Number(val);
  }
  if (start < 0 || this.length < start || this.length < end) {
    throw new RangeError("Out of range index");
  }
  if (end <= start) {
    return this;
  }
  start = start >>> 0;
  end = end === void 0 ? this.length : end >>> 0;
  if (!val) val = 0;
  let i;
  if (typeof val === "number") {
    for (i = start; i < end; ++i) {
      this[i] = val;
    }
  } else {
    const bytes = Buffer2.isBuffer(val) ? val : Buffer2.from(val, encoding);
    const len = bytes.length;
    if (len === 0) {
      throw new TypeError('The value "' + val + '" is invalid for argument "value"');
    }
    for (i = 0; i < end - start; ++i) {
      this[i + start] = bytes[i % len];
    }
  }
  return this;
};
var errors = {};
function E(sym, getMessage, Base) {
  errors[sym] = class NodeError extends Base {
    constructor() {
      super();
      Object.defineProperty(this, "message", {
        value: getMessage.apply(this, arguments),
        writable: true,
        configurable: true
      });
      this.name = `${this.name} [${sym}]`;
      this.stack;
      delete this.name;
    }
    get code() {
      return sym;
    }
    set code(value) {
      Object.defineProperty(this, "code", {
        configurable: true,
        enumerable: true,
        value,
        writable: true
      });
    }
    toString() {
      return `${this.name} [${sym}]: ${this.message}`;
    }
  };
}
E(
  "ERR_BUFFER_OUT_OF_BOUNDS",
  function(name2) {
    if (name2) {
      return `${name2} is outside of buffer bounds`;
    }
    return "Attempt to access memory outside buffer bounds";
  },
  RangeError
);
E(
  "ERR_INVALID_ARG_TYPE",
  function(name2, actual) {
    return `The "${name2}" argument must be of type number. Received type ${typeof actual}`;
  },
  TypeError
);
E(
  "ERR_OUT_OF_RANGE",
  function(str, range, input) {
    let msg = `The value of "${str}" is out of range.`;
    let received = input;
    if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) {
      received = addNumericalSeparator(String(input));
    } else if (typeof input === "bigint") {
      received = String(input);
      if (input > BigInt(2) ** BigInt(32) || input < -(BigInt(2) ** BigInt(32))) {
        received = addNumericalSeparator(received);
      }
      received += "n";
    }
    msg += ` It must be ${range}. Received ${received}`;
    return msg;
  },
  RangeError
);
function addNumericalSeparator(val) {
  let res = "";
  let i = val.length;
  const start = val[0] === "-" ? 1 : 0;
  for (; i >= start + 4; i -= 3) {
    res = `_${val.slice(i - 3, i)}${res}`;
  }
  return `${val.slice(0, i)}${res}`;
}
function checkBounds(buf, offset, byteLength2) {
  validateNumber(offset, "offset");
  if (buf[offset] === void 0 || buf[offset + byteLength2] === void 0) {
    boundsError(offset, buf.length - (byteLength2 + 1));
  }
}
function checkIntBI(value, min, max, buf, offset, byteLength2) {
  if (value > max || value < min) {
    const n = typeof min === "bigint" ? "n" : "";
    let range;
    if (byteLength2 > 3) {
      if (min === 0 || min === BigInt(0)) {
        range = `>= 0${n} and < 2${n} ** ${(byteLength2 + 1) * 8}${n}`;
      } else {
        range = `>= -(2${n} ** ${(byteLength2 + 1) * 8 - 1}${n}) and < 2 ** ${(byteLength2 + 1) * 8 - 1}${n}`;
      }
    } else {
      range = `>= ${min}${n} and <= ${max}${n}`;
    }
    throw new errors.ERR_OUT_OF_RANGE("value", range, value);
  }
  checkBounds(buf, offset, byteLength2);
}
function validateNumber(value, name2) {
  if (typeof value !== "number") {
    throw new errors.ERR_INVALID_ARG_TYPE(name2, "number", value);
  }
}
function boundsError(value, length, type) {
  if (Math.floor(value) !== value) {
    validateNumber(value, type);
    throw new errors.ERR_OUT_OF_RANGE(type || "offset", "an integer", value);
  }
  if (length < 0) {
    throw new errors.ERR_BUFFER_OUT_OF_BOUNDS();
  }
  throw new errors.ERR_OUT_OF_RANGE(
    type || "offset",
    `>= ${type ? 1 : 0} and <= ${length}`,
    value
  );
}
var INVALID_BASE64_RE = /[^+/0-9A-Za-z-_]/g;
function base64clean(str) {
  str = str.split("=")[0];
  str = str.trim().replace(INVALID_BASE64_RE, "");
  if (str.length < 2) return "";
  while (str.length % 4 !== 0) {
    str = str + "=";
  }
  return str;
}
function utf8ToBytes(string, units) {
  units = units || Infinity;
  let codePoint;
  const length = string.length;
  let leadSurrogate = null;
  const bytes = [];
  for (let i = 0; i < length; ++i) {
    codePoint = string.charCodeAt(i);
    if (codePoint > 55295 && codePoint < 57344) {
      if (!leadSurrogate) {
        if (codePoint > 56319) {
          if ((units -= 3) > -1) bytes.push(239, 191, 189);
          continue;
        } else if (i + 1 === length) {
          if ((units -= 3) > -1) bytes.push(239, 191, 189);
          continue;
        }
        leadSurrogate = codePoint;
        continue;
      }
      if (codePoint < 56320) {
        if ((units -= 3) > -1) bytes.push(239, 191, 189);
        leadSurrogate = codePoint;
        continue;
      }
      codePoint = (leadSurrogate - 55296 << 10 | codePoint - 56320) + 65536;
    } else if (leadSurrogate) {
      if ((units -= 3) > -1) bytes.push(239, 191, 189);
    }
    leadSurrogate = null;
    if (codePoint < 128) {
      if ((units -= 1) < 0) break;
      bytes.push(codePoint);
    } else if (codePoint < 2048) {
      if ((units -= 2) < 0) break;
      bytes.push(
        codePoint >> 6 | 192,
        codePoint & 63 | 128
      );
    } else if (codePoint < 65536) {
      if ((units -= 3) < 0) break;
      bytes.push(
        codePoint >> 12 | 224,
        codePoint >> 6 & 63 | 128,
        codePoint & 63 | 128
      );
    } else if (codePoint < 1114112) {
      if ((units -= 4) < 0) break;
      bytes.push(
        codePoint >> 18 | 240,
        codePoint >> 12 & 63 | 128,
        codePoint >> 6 & 63 | 128,
        codePoint & 63 | 128
      );
    } else {
      throw new Error("Invalid code point");
    }
  }
  return bytes;
}
function asciiToBytes(str) {
  const byteArray2 = [];
  for (let i = 0; i < str.length; ++i) {
    byteArray2.push(str.charCodeAt(i) & 255);
  }
  return byteArray2;
}
function utf16leToBytes(str, units) {
  let c, hi, lo;
  const byteArray2 = [];
  for (let i = 0; i < str.length; ++i) {
    if ((units -= 2) < 0) break;
    c = str.charCodeAt(i);
    hi = c >> 8;
    lo = c % 256;
    byteArray2.push(lo);
    byteArray2.push(hi);
  }
  return byteArray2;
}
function base64ToBytes(str) {
  return toByteArray(base64clean(str));
}
function blitBuffer(src, dst, offset, length) {
  let i;
  for (i = 0; i < length; ++i) {
    if (i + offset >= dst.length || i >= src.length) break;
    dst[i + offset] = src[i];
  }
  return i;
}
var hexSliceLookupTable = function() {
  const alphabet = "0123456789abcdef";
  const table2 = new Array(256);
  for (let i = 0; i < 16; ++i) {
    const i16 = i * 16;
    for (let j = 0; j < 16; ++j) {
      table2[i16 + j] = alphabet[i] + alphabet[j];
    }
  }
  return table2;
}();

// src/lib/attach.ts
var ATTACH_AS_DAEMON = 7;
var DETACH = 5;
var OPTIONS = { exceptions: "propagate" };
function findVm() {
  const library = Process.findModuleByName("libjvm.so");
  const address3 = library?.findExportByName("JNI_GetCreatedJavaVMs") ?? null;
  if (address3 === null)
    return null;
  const getVms = new NativeFunction(address3, "int32", ["pointer", "int32", "pointer"], OPTIONS);
  const slot = Memory.alloc(Process.pointerSize);
  const count = Memory.alloc(4);
  return getVms(slot, 1, count) === 0 && count.readS32() > 0 ? slot.readPointer() : null;
}
function entry(vm3, index) {
  return vm3.readPointer().add(index * Process.pointerSize).readPointer();
}
var attachedVm = findVm();
if (attachedVm !== null) {
  const attach = new NativeFunction(entry(attachedVm, ATTACH_AS_DAEMON), "int32", ["pointer", "pointer", "pointer"], OPTIONS);
  attach(attachedVm, Memory.alloc(Process.pointerSize), NULL);
}
function detach() {
  if (attachedVm !== null)
    new NativeFunction(entry(attachedVm, DETACH), "int32", ["pointer"], OPTIONS)(attachedVm);
}

// src/lib/hotspot.ts
var CLASSES = "ClassLoaderDataGraph::classes_do";
var MARK = "VM_RedefineClasses::mark_dependent_code";
var FLUSH = "VM_RedefineClasses::flush_dependent_code";
var RESOLVED = "ResolvedMethodTable::adjust_method_entries";
var waiting = /* @__PURE__ */ new Map();
function expect(mangler, change) {
  waiting.set(mangler, change);
}
function together(api2, turn2) {
  const batch = [...waiting];
  waiting.clear();
  let left = batch.filter(([m, change]) => change === "replace" === (m.originalMethod === null)).length;
  if (left < 2 || api2.redefineClass !== void 0 || api2[MARK] === void 0) {
    turn2();
    left = 0;
  } else {
    const classes2 = /* @__PURE__ */ new Map();
    const before = { ...api2 };
    const last = (name2) => {
      const work = before[name2];
      if (work !== void 0)
        api2[name2] = (...args) => left <= 0 ? work(...args) : void 0;
    };
    const mark = before[MARK];
    api2[MARK] = (nothing, cls2) => {
      left--;
      classes2.set(cls2.toString(), cls2);
      if (left <= 0)
        for (const one2 of classes2.values())
          mark(nothing, one2);
    };
    last(FLUSH);
    last(CLASSES);
    last(RESOLVED);
    try {
      turn2();
    } finally {
      Object.assign(api2, before);
    }
  }
  const failed2 = batch.filter(([m, change]) => change === "replace" && m.originalMethod === null).map(([m]) => m);
  if (left > 0 && failed2.length === 0)
    throw new Error(`${left} methods were not replaced or restored`);
  return failed2;
}
var PAGE = 4096;
var AHEAD = 160;
var opened = /* @__PURE__ */ new Set();
function readableBehind(method2) {
  const behind = method2.add(AHEAD).and(ptr(-PAGE));
  if (behind.compare(method2) <= 0 || opened.has(behind.toString()))
    return;
  const range = Process.findRangeByAddress(behind);
  if (range === null || !range.protection.startsWith("r"))
    Memory.protect(behind, PAGE, "r--");
  else
    return;
  opened.add(behind.toString());
}

// node_modules/frida-java-bridge/lib/android.js
var android_exports = {};
__export(android_exports, {
  ArtMethod: () => ArtMethod,
  ArtStackVisitor: () => ArtStackVisitor,
  DVM_JNI_ENV_OFFSET_SELF: () => DVM_JNI_ENV_OFFSET_SELF,
  HandleVector: () => HandleVector,
  VariableSizedHandleScope: () => VariableSizedHandleScope,
  backtrace: () => backtrace,
  deoptimizeBootImage: () => deoptimizeBootImage,
  deoptimizeEverything: () => deoptimizeEverything,
  deoptimizeMethod: () => deoptimizeMethod,
  ensureClassInitialized: () => ensureClassInitialized,
  getAndroidApiLevel: () => getAndroidApiLevel,
  getAndroidVersion: () => getAndroidVersion,
  getApi: () => getApi,
  getArtApexVersion: () => getArtApexVersion,
  getArtClassSpec: () => getArtClassSpec,
  getArtFieldSpec: () => getArtFieldSpec,
  getArtMethodSpec: () => getArtMethodSpec,
  getArtThreadFromEnv: () => getArtThreadFromEnv,
  getArtThreadSpec: () => getArtThreadSpec,
  makeArtClassLoaderVisitor: () => makeArtClassLoaderVisitor,
  makeArtClassVisitor: () => makeArtClassVisitor,
  makeMethodMangler: () => makeMethodMangler,
  makeObjectVisitorPredicate: () => makeObjectVisitorPredicate,
  revertGlobalPatches: () => revertGlobalPatches,
  translateMethod: () => translateMethod,
  withAllArtThreadsSuspended: () => withAllArtThreadsSuspended,
  withRunnableArtThread: () => withRunnableArtThread
});

// node_modules/frida-java-bridge/lib/alloc.js
var {
  pageSize,
  pointerSize
} = Process;
var CodeAllocator = class {
  constructor(sliceSize) {
    this.sliceSize = sliceSize;
    this.slicesPerPage = pageSize / sliceSize;
    this.pages = [];
    this.free = [];
  }
  allocateSlice(spec, alignment) {
    const anyLocation = spec.near === void 0;
    const anyAlignment = alignment === 1;
    if (anyLocation && anyAlignment) {
      const slice2 = this.free.pop();
      if (slice2 !== void 0) {
        return slice2;
      }
    } else if (alignment < pageSize) {
      const { free } = this;
      const n = free.length;
      const alignMask = anyAlignment ? null : ptr(alignment - 1);
      for (let i = 0; i !== n; i++) {
        const slice2 = free[i];
        const satisfiesLocation = anyLocation || this._isSliceNear(slice2, spec);
        const satisfiesAlignment = anyAlignment || slice2.and(alignMask).isNull();
        if (satisfiesLocation && satisfiesAlignment) {
          return free.splice(i, 1)[0];
        }
      }
    }
    return this._allocatePage(spec);
  }
  _allocatePage(spec) {
    const page = Memory.alloc(pageSize, spec);
    const { sliceSize, slicesPerPage } = this;
    for (let i = 1; i !== slicesPerPage; i++) {
      const slice2 = page.add(i * sliceSize);
      this.free.push(slice2);
    }
    this.pages.push(page);
    return page;
  }
  _isSliceNear(slice2, spec) {
    const sliceEnd = slice2.add(this.sliceSize);
    const { near, maxDistance } = spec;
    const startDistance = abs(near.sub(slice2));
    const endDistance = abs(near.sub(sliceEnd));
    return startDistance.compare(maxDistance) <= 0 && endDistance.compare(maxDistance) <= 0;
  }
  freeSlice(slice2) {
    this.free.push(slice2);
  }
};
function abs(nptr) {
  const shmt = pointerSize === 4 ? 31 : 63;
  const mask = ptr(1).shl(shmt).not();
  return nptr.and(mask);
}
function makeAllocator(sliceSize) {
  return new CodeAllocator(sliceSize);
}

// node_modules/frida-java-bridge/lib/result.js
var JNI_OK = 0;
function checkJniResult(name2, result) {
  if (result !== JNI_OK) {
    throw new Error(name2 + " failed: " + result);
  }
}

// node_modules/frida-java-bridge/lib/jvmti.js
var jvmtiVersion = {
  v1_0: 805371904,
  v1_2: 805372416
};
var jvmtiCapabilities = {
  canTagObjects: 1
};
var { pointerSize: pointerSize2 } = Process;
var nativeFunctionOptions = {
  exceptions: "propagate"
};
function EnvJvmti(handle, vm3) {
  this.handle = handle;
  this.vm = vm3;
  this.vtable = handle.readPointer();
}
EnvJvmti.prototype.deallocate = proxy(47, "int32", ["pointer", "pointer"], function(impl, mem) {
  return impl(this.handle, mem);
});
EnvJvmti.prototype.getLoadedClasses = proxy(78, "int32", ["pointer", "pointer", "pointer"], function(impl, classCountPtr, classesPtr) {
  const result = impl(this.handle, classCountPtr, classesPtr);
  checkJniResult("EnvJvmti::getLoadedClasses", result);
});
EnvJvmti.prototype.iterateOverInstancesOfClass = proxy(112, "int32", ["pointer", "pointer", "int", "pointer", "pointer"], function(impl, klass, objectFilter, heapObjectCallback, userData) {
  const result = impl(this.handle, klass, objectFilter, heapObjectCallback, userData);
  checkJniResult("EnvJvmti::iterateOverInstancesOfClass", result);
});
EnvJvmti.prototype.getObjectsWithTags = proxy(114, "int32", ["pointer", "int", "pointer", "pointer", "pointer", "pointer"], function(impl, tagCount, tags, countPtr, objectResultPtr, tagResultPtr) {
  const result = impl(this.handle, tagCount, tags, countPtr, objectResultPtr, tagResultPtr);
  checkJniResult("EnvJvmti::getObjectsWithTags", result);
});
EnvJvmti.prototype.addCapabilities = proxy(142, "int32", ["pointer", "pointer"], function(impl, capabilitiesPtr) {
  return impl(this.handle, capabilitiesPtr);
});
function proxy(offset, retType, argTypes, wrapper) {
  let impl = null;
  return function() {
    if (impl === null) {
      impl = new NativeFunction(this.vtable.add((offset - 1) * pointerSize2).readPointer(), retType, argTypes, nativeFunctionOptions);
    }
    let args = [impl];
    args = args.concat.apply(args, arguments);
    return wrapper.apply(this, args);
  };
}

// node_modules/frida-java-bridge/lib/machine-code.js
function parseInstructionsAt(address3, tryParse, { limit }) {
  let cursor = address3;
  let prevInsn = null;
  for (let i = 0; i !== limit; i++) {
    const insn = Instruction.parse(cursor);
    const value = tryParse(insn, prevInsn);
    if (value !== null) {
      return value;
    }
    cursor = insn.next;
    prevInsn = insn;
  }
  return null;
}

// node_modules/frida-java-bridge/lib/memoize.js
function memoize(compute) {
  let value = null;
  let computed = false;
  return function(...args) {
    if (!computed) {
      value = compute(...args);
      computed = true;
    }
    return value;
  };
}

// node_modules/frida-java-bridge/lib/env.js
function Env(handle, vm3) {
  this.handle = handle;
  this.vm = vm3;
}
var pointerSize3 = Process.pointerSize;
var JNI_ABORT = 2;
var CALL_CONSTRUCTOR_METHOD_OFFSET = 28;
var CALL_OBJECT_METHOD_OFFSET = 34;
var CALL_BOOLEAN_METHOD_OFFSET = 37;
var CALL_BYTE_METHOD_OFFSET = 40;
var CALL_CHAR_METHOD_OFFSET = 43;
var CALL_SHORT_METHOD_OFFSET = 46;
var CALL_INT_METHOD_OFFSET = 49;
var CALL_LONG_METHOD_OFFSET = 52;
var CALL_FLOAT_METHOD_OFFSET = 55;
var CALL_DOUBLE_METHOD_OFFSET = 58;
var CALL_VOID_METHOD_OFFSET = 61;
var CALL_NONVIRTUAL_OBJECT_METHOD_OFFSET = 64;
var CALL_NONVIRTUAL_BOOLEAN_METHOD_OFFSET = 67;
var CALL_NONVIRTUAL_BYTE_METHOD_OFFSET = 70;
var CALL_NONVIRTUAL_CHAR_METHOD_OFFSET = 73;
var CALL_NONVIRTUAL_SHORT_METHOD_OFFSET = 76;
var CALL_NONVIRTUAL_INT_METHOD_OFFSET = 79;
var CALL_NONVIRTUAL_LONG_METHOD_OFFSET = 82;
var CALL_NONVIRTUAL_FLOAT_METHOD_OFFSET = 85;
var CALL_NONVIRTUAL_DOUBLE_METHOD_OFFSET = 88;
var CALL_NONVIRTUAL_VOID_METHOD_OFFSET = 91;
var CALL_STATIC_OBJECT_METHOD_OFFSET = 114;
var CALL_STATIC_BOOLEAN_METHOD_OFFSET = 117;
var CALL_STATIC_BYTE_METHOD_OFFSET = 120;
var CALL_STATIC_CHAR_METHOD_OFFSET = 123;
var CALL_STATIC_SHORT_METHOD_OFFSET = 126;
var CALL_STATIC_INT_METHOD_OFFSET = 129;
var CALL_STATIC_LONG_METHOD_OFFSET = 132;
var CALL_STATIC_FLOAT_METHOD_OFFSET = 135;
var CALL_STATIC_DOUBLE_METHOD_OFFSET = 138;
var CALL_STATIC_VOID_METHOD_OFFSET = 141;
var GET_OBJECT_FIELD_OFFSET = 95;
var GET_BOOLEAN_FIELD_OFFSET = 96;
var GET_BYTE_FIELD_OFFSET = 97;
var GET_CHAR_FIELD_OFFSET = 98;
var GET_SHORT_FIELD_OFFSET = 99;
var GET_INT_FIELD_OFFSET = 100;
var GET_LONG_FIELD_OFFSET = 101;
var GET_FLOAT_FIELD_OFFSET = 102;
var GET_DOUBLE_FIELD_OFFSET = 103;
var SET_OBJECT_FIELD_OFFSET = 104;
var SET_BOOLEAN_FIELD_OFFSET = 105;
var SET_BYTE_FIELD_OFFSET = 106;
var SET_CHAR_FIELD_OFFSET = 107;
var SET_SHORT_FIELD_OFFSET = 108;
var SET_INT_FIELD_OFFSET = 109;
var SET_LONG_FIELD_OFFSET = 110;
var SET_FLOAT_FIELD_OFFSET = 111;
var SET_DOUBLE_FIELD_OFFSET = 112;
var GET_STATIC_OBJECT_FIELD_OFFSET = 145;
var GET_STATIC_BOOLEAN_FIELD_OFFSET = 146;
var GET_STATIC_BYTE_FIELD_OFFSET = 147;
var GET_STATIC_CHAR_FIELD_OFFSET = 148;
var GET_STATIC_SHORT_FIELD_OFFSET = 149;
var GET_STATIC_INT_FIELD_OFFSET = 150;
var GET_STATIC_LONG_FIELD_OFFSET = 151;
var GET_STATIC_FLOAT_FIELD_OFFSET = 152;
var GET_STATIC_DOUBLE_FIELD_OFFSET = 153;
var SET_STATIC_OBJECT_FIELD_OFFSET = 154;
var SET_STATIC_BOOLEAN_FIELD_OFFSET = 155;
var SET_STATIC_BYTE_FIELD_OFFSET = 156;
var SET_STATIC_CHAR_FIELD_OFFSET = 157;
var SET_STATIC_SHORT_FIELD_OFFSET = 158;
var SET_STATIC_INT_FIELD_OFFSET = 159;
var SET_STATIC_LONG_FIELD_OFFSET = 160;
var SET_STATIC_FLOAT_FIELD_OFFSET = 161;
var SET_STATIC_DOUBLE_FIELD_OFFSET = 162;
var callMethodOffset = {
  pointer: CALL_OBJECT_METHOD_OFFSET,
  uint8: CALL_BOOLEAN_METHOD_OFFSET,
  int8: CALL_BYTE_METHOD_OFFSET,
  uint16: CALL_CHAR_METHOD_OFFSET,
  int16: CALL_SHORT_METHOD_OFFSET,
  int32: CALL_INT_METHOD_OFFSET,
  int64: CALL_LONG_METHOD_OFFSET,
  float: CALL_FLOAT_METHOD_OFFSET,
  double: CALL_DOUBLE_METHOD_OFFSET,
  void: CALL_VOID_METHOD_OFFSET
};
var callNonvirtualMethodOffset = {
  pointer: CALL_NONVIRTUAL_OBJECT_METHOD_OFFSET,
  uint8: CALL_NONVIRTUAL_BOOLEAN_METHOD_OFFSET,
  int8: CALL_NONVIRTUAL_BYTE_METHOD_OFFSET,
  uint16: CALL_NONVIRTUAL_CHAR_METHOD_OFFSET,
  int16: CALL_NONVIRTUAL_SHORT_METHOD_OFFSET,
  int32: CALL_NONVIRTUAL_INT_METHOD_OFFSET,
  int64: CALL_NONVIRTUAL_LONG_METHOD_OFFSET,
  float: CALL_NONVIRTUAL_FLOAT_METHOD_OFFSET,
  double: CALL_NONVIRTUAL_DOUBLE_METHOD_OFFSET,
  void: CALL_NONVIRTUAL_VOID_METHOD_OFFSET
};
var callStaticMethodOffset = {
  pointer: CALL_STATIC_OBJECT_METHOD_OFFSET,
  uint8: CALL_STATIC_BOOLEAN_METHOD_OFFSET,
  int8: CALL_STATIC_BYTE_METHOD_OFFSET,
  uint16: CALL_STATIC_CHAR_METHOD_OFFSET,
  int16: CALL_STATIC_SHORT_METHOD_OFFSET,
  int32: CALL_STATIC_INT_METHOD_OFFSET,
  int64: CALL_STATIC_LONG_METHOD_OFFSET,
  float: CALL_STATIC_FLOAT_METHOD_OFFSET,
  double: CALL_STATIC_DOUBLE_METHOD_OFFSET,
  void: CALL_STATIC_VOID_METHOD_OFFSET
};
var getFieldOffset = {
  pointer: GET_OBJECT_FIELD_OFFSET,
  uint8: GET_BOOLEAN_FIELD_OFFSET,
  int8: GET_BYTE_FIELD_OFFSET,
  uint16: GET_CHAR_FIELD_OFFSET,
  int16: GET_SHORT_FIELD_OFFSET,
  int32: GET_INT_FIELD_OFFSET,
  int64: GET_LONG_FIELD_OFFSET,
  float: GET_FLOAT_FIELD_OFFSET,
  double: GET_DOUBLE_FIELD_OFFSET
};
var setFieldOffset = {
  pointer: SET_OBJECT_FIELD_OFFSET,
  uint8: SET_BOOLEAN_FIELD_OFFSET,
  int8: SET_BYTE_FIELD_OFFSET,
  uint16: SET_CHAR_FIELD_OFFSET,
  int16: SET_SHORT_FIELD_OFFSET,
  int32: SET_INT_FIELD_OFFSET,
  int64: SET_LONG_FIELD_OFFSET,
  float: SET_FLOAT_FIELD_OFFSET,
  double: SET_DOUBLE_FIELD_OFFSET
};
var getStaticFieldOffset = {
  pointer: GET_STATIC_OBJECT_FIELD_OFFSET,
  uint8: GET_STATIC_BOOLEAN_FIELD_OFFSET,
  int8: GET_STATIC_BYTE_FIELD_OFFSET,
  uint16: GET_STATIC_CHAR_FIELD_OFFSET,
  int16: GET_STATIC_SHORT_FIELD_OFFSET,
  int32: GET_STATIC_INT_FIELD_OFFSET,
  int64: GET_STATIC_LONG_FIELD_OFFSET,
  float: GET_STATIC_FLOAT_FIELD_OFFSET,
  double: GET_STATIC_DOUBLE_FIELD_OFFSET
};
var setStaticFieldOffset = {
  pointer: SET_STATIC_OBJECT_FIELD_OFFSET,
  uint8: SET_STATIC_BOOLEAN_FIELD_OFFSET,
  int8: SET_STATIC_BYTE_FIELD_OFFSET,
  uint16: SET_STATIC_CHAR_FIELD_OFFSET,
  int16: SET_STATIC_SHORT_FIELD_OFFSET,
  int32: SET_STATIC_INT_FIELD_OFFSET,
  int64: SET_STATIC_LONG_FIELD_OFFSET,
  float: SET_STATIC_FLOAT_FIELD_OFFSET,
  double: SET_STATIC_DOUBLE_FIELD_OFFSET
};
var nativeFunctionOptions2 = {
  exceptions: "propagate"
};
var cachedVtable = null;
var globalRefs = [];
Env.dispose = function(env) {
  globalRefs.forEach(env.deleteGlobalRef, env);
  globalRefs = [];
};
function register(globalRef) {
  globalRefs.push(globalRef);
  return globalRef;
}
function vtable(instance) {
  if (cachedVtable === null) {
    cachedVtable = instance.handle.readPointer();
  }
  return cachedVtable;
}
function proxy2(offset, retType, argTypes, wrapper) {
  let impl = null;
  return function() {
    if (impl === null) {
      impl = new NativeFunction(vtable(this).add(offset * pointerSize3).readPointer(), retType, argTypes, nativeFunctionOptions2);
    }
    let args = [impl];
    args = args.concat.apply(args, arguments);
    return wrapper.apply(this, args);
  };
}
Env.prototype.getVersion = proxy2(4, "int32", ["pointer"], function(impl) {
  return impl(this.handle);
});
Env.prototype.findClass = proxy2(6, "pointer", ["pointer", "pointer"], function(impl, name2) {
  const result = impl(this.handle, Memory.allocUtf8String(name2));
  this.throwIfExceptionPending();
  return result;
});
Env.prototype.throwIfExceptionPending = function() {
  const throwable = this.exceptionOccurred();
  if (throwable.isNull()) {
    return;
  }
  this.exceptionClear();
  const handle = this.newGlobalRef(throwable);
  this.deleteLocalRef(throwable);
  const description = this.vaMethod("pointer", [])(this.handle, handle, this.javaLangObject().toString);
  const descriptionStr = this.stringFromJni(description);
  this.deleteLocalRef(description);
  const error = new Error(descriptionStr);
  error.$h = handle;
  Script.bindWeak(error, makeErrorHandleDestructor(this.vm, handle));
  throw error;
};
function makeErrorHandleDestructor(vm3, handle) {
  return function() {
    vm3.perform((env) => {
      env.deleteGlobalRef(handle);
    });
  };
}
Env.prototype.fromReflectedMethod = proxy2(7, "pointer", ["pointer", "pointer"], function(impl, method2) {
  return impl(this.handle, method2);
});
Env.prototype.fromReflectedField = proxy2(8, "pointer", ["pointer", "pointer"], function(impl, method2) {
  return impl(this.handle, method2);
});
Env.prototype.toReflectedMethod = proxy2(9, "pointer", ["pointer", "pointer", "pointer", "uint8"], function(impl, klass, methodId, isStatic) {
  return impl(this.handle, klass, methodId, isStatic);
});
Env.prototype.getSuperclass = proxy2(10, "pointer", ["pointer", "pointer"], function(impl, klass) {
  return impl(this.handle, klass);
});
Env.prototype.isAssignableFrom = proxy2(11, "uint8", ["pointer", "pointer", "pointer"], function(impl, klass1, klass2) {
  return !!impl(this.handle, klass1, klass2);
});
Env.prototype.toReflectedField = proxy2(12, "pointer", ["pointer", "pointer", "pointer", "uint8"], function(impl, klass, fieldId, isStatic) {
  return impl(this.handle, klass, fieldId, isStatic);
});
Env.prototype.throw = proxy2(13, "int32", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.exceptionOccurred = proxy2(15, "pointer", ["pointer"], function(impl) {
  return impl(this.handle);
});
Env.prototype.exceptionDescribe = proxy2(16, "void", ["pointer"], function(impl) {
  impl(this.handle);
});
Env.prototype.exceptionClear = proxy2(17, "void", ["pointer"], function(impl) {
  impl(this.handle);
});
Env.prototype.pushLocalFrame = proxy2(19, "int32", ["pointer", "int32"], function(impl, capacity) {
  return impl(this.handle, capacity);
});
Env.prototype.popLocalFrame = proxy2(20, "pointer", ["pointer", "pointer"], function(impl, result) {
  return impl(this.handle, result);
});
Env.prototype.newGlobalRef = proxy2(21, "pointer", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.deleteGlobalRef = proxy2(22, "void", ["pointer", "pointer"], function(impl, globalRef) {
  impl(this.handle, globalRef);
});
Env.prototype.deleteLocalRef = proxy2(23, "void", ["pointer", "pointer"], function(impl, localRef) {
  impl(this.handle, localRef);
});
Env.prototype.isSameObject = proxy2(24, "uint8", ["pointer", "pointer", "pointer"], function(impl, ref1, ref2) {
  return !!impl(this.handle, ref1, ref2);
});
Env.prototype.newLocalRef = proxy2(25, "pointer", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.allocObject = proxy2(27, "pointer", ["pointer", "pointer"], function(impl, clazz) {
  return impl(this.handle, clazz);
});
Env.prototype.getObjectClass = proxy2(31, "pointer", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.isInstanceOf = proxy2(32, "uint8", ["pointer", "pointer", "pointer"], function(impl, obj, klass) {
  return !!impl(this.handle, obj, klass);
});
Env.prototype.getMethodId = proxy2(33, "pointer", ["pointer", "pointer", "pointer", "pointer"], function(impl, klass, name2, sig) {
  return impl(this.handle, klass, Memory.allocUtf8String(name2), Memory.allocUtf8String(sig));
});
Env.prototype.getFieldId = proxy2(94, "pointer", ["pointer", "pointer", "pointer", "pointer"], function(impl, klass, name2, sig) {
  return impl(this.handle, klass, Memory.allocUtf8String(name2), Memory.allocUtf8String(sig));
});
Env.prototype.getIntField = proxy2(100, "int32", ["pointer", "pointer", "pointer"], function(impl, obj, fieldId) {
  return impl(this.handle, obj, fieldId);
});
Env.prototype.getStaticMethodId = proxy2(113, "pointer", ["pointer", "pointer", "pointer", "pointer"], function(impl, klass, name2, sig) {
  return impl(this.handle, klass, Memory.allocUtf8String(name2), Memory.allocUtf8String(sig));
});
Env.prototype.getStaticFieldId = proxy2(144, "pointer", ["pointer", "pointer", "pointer", "pointer"], function(impl, klass, name2, sig) {
  return impl(this.handle, klass, Memory.allocUtf8String(name2), Memory.allocUtf8String(sig));
});
Env.prototype.getStaticIntField = proxy2(150, "int32", ["pointer", "pointer", "pointer"], function(impl, obj, fieldId) {
  return impl(this.handle, obj, fieldId);
});
Env.prototype.getStringLength = proxy2(164, "int32", ["pointer", "pointer"], function(impl, str) {
  return impl(this.handle, str);
});
Env.prototype.getStringChars = proxy2(165, "pointer", ["pointer", "pointer", "pointer"], function(impl, str) {
  return impl(this.handle, str, NULL);
});
Env.prototype.releaseStringChars = proxy2(166, "void", ["pointer", "pointer", "pointer"], function(impl, str, utf) {
  impl(this.handle, str, utf);
});
Env.prototype.newStringUtf = proxy2(167, "pointer", ["pointer", "pointer"], function(impl, str) {
  const utf = Memory.allocUtf8String(str);
  return impl(this.handle, utf);
});
Env.prototype.getStringUtfChars = proxy2(169, "pointer", ["pointer", "pointer", "pointer"], function(impl, str) {
  return impl(this.handle, str, NULL);
});
Env.prototype.releaseStringUtfChars = proxy2(170, "void", ["pointer", "pointer", "pointer"], function(impl, str, utf) {
  impl(this.handle, str, utf);
});
Env.prototype.getArrayLength = proxy2(171, "int32", ["pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2);
});
Env.prototype.newObjectArray = proxy2(172, "pointer", ["pointer", "int32", "pointer", "pointer"], function(impl, length, elementClass, initialElement) {
  return impl(this.handle, length, elementClass, initialElement);
});
Env.prototype.getObjectArrayElement = proxy2(173, "pointer", ["pointer", "pointer", "int32"], function(impl, array2, index) {
  return impl(this.handle, array2, index);
});
Env.prototype.setObjectArrayElement = proxy2(174, "void", ["pointer", "pointer", "int32", "pointer"], function(impl, array2, index, value) {
  impl(this.handle, array2, index, value);
});
Env.prototype.newBooleanArray = proxy2(175, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newByteArray = proxy2(176, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newCharArray = proxy2(177, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newShortArray = proxy2(178, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newIntArray = proxy2(179, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newLongArray = proxy2(180, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newFloatArray = proxy2(181, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.newDoubleArray = proxy2(182, "pointer", ["pointer", "int32"], function(impl, length) {
  return impl(this.handle, length);
});
Env.prototype.getBooleanArrayElements = proxy2(183, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getByteArrayElements = proxy2(184, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getCharArrayElements = proxy2(185, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getShortArrayElements = proxy2(186, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getIntArrayElements = proxy2(187, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getLongArrayElements = proxy2(188, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getFloatArrayElements = proxy2(189, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.getDoubleArrayElements = proxy2(190, "pointer", ["pointer", "pointer", "pointer"], function(impl, array2) {
  return impl(this.handle, array2, NULL);
});
Env.prototype.releaseBooleanArrayElements = proxy2(191, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseByteArrayElements = proxy2(192, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseCharArrayElements = proxy2(193, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseShortArrayElements = proxy2(194, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseIntArrayElements = proxy2(195, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseLongArrayElements = proxy2(196, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseFloatArrayElements = proxy2(197, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.releaseDoubleArrayElements = proxy2(198, "pointer", ["pointer", "pointer", "pointer", "int32"], function(impl, array2, cArray) {
  impl(this.handle, array2, cArray, JNI_ABORT);
});
Env.prototype.getByteArrayRegion = proxy2(200, "void", ["pointer", "pointer", "int", "int", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setBooleanArrayRegion = proxy2(207, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setByteArrayRegion = proxy2(208, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setCharArrayRegion = proxy2(209, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setShortArrayRegion = proxy2(210, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setIntArrayRegion = proxy2(211, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setLongArrayRegion = proxy2(212, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setFloatArrayRegion = proxy2(213, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.setDoubleArrayRegion = proxy2(214, "void", ["pointer", "pointer", "int32", "int32", "pointer"], function(impl, array2, start, length, cArray) {
  impl(this.handle, array2, start, length, cArray);
});
Env.prototype.registerNatives = proxy2(215, "int32", ["pointer", "pointer", "pointer", "int32"], function(impl, klass, methods2, numMethods) {
  return impl(this.handle, klass, methods2, numMethods);
});
Env.prototype.monitorEnter = proxy2(217, "int32", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.monitorExit = proxy2(218, "int32", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.getDirectBufferAddress = proxy2(230, "pointer", ["pointer", "pointer"], function(impl, obj) {
  return impl(this.handle, obj);
});
Env.prototype.getObjectRefType = proxy2(232, "int32", ["pointer", "pointer"], function(impl, ref) {
  return impl(this.handle, ref);
});
var cachedMethods = /* @__PURE__ */ new Map();
function plainMethod(offset, retType, argTypes, options) {
  return getOrMakeMethod(this, "p", makePlainMethod, offset, retType, argTypes, options);
}
function vaMethod(offset, retType, argTypes, options) {
  return getOrMakeMethod(this, "v", makeVaMethod, offset, retType, argTypes, options);
}
function nonvirtualVaMethod(offset, retType, argTypes, options) {
  return getOrMakeMethod(this, "n", makeNonvirtualVaMethod, offset, retType, argTypes, options);
}
function getOrMakeMethod(env, flavor, construct, offset, retType, argTypes, options) {
  if (options !== void 0) {
    return construct(env, offset, retType, argTypes, options);
  }
  const key = [offset, flavor, retType].concat(argTypes).join("|");
  let m = cachedMethods.get(key);
  if (m === void 0) {
    m = construct(env, offset, retType, argTypes, nativeFunctionOptions2);
    cachedMethods.set(key, m);
  }
  return m;
}
function makePlainMethod(env, offset, retType, argTypes, options) {
  return new NativeFunction(
    vtable(env).add(offset * pointerSize3).readPointer(),
    retType,
    ["pointer", "pointer", "pointer"].concat(argTypes),
    options
  );
}
function makeVaMethod(env, offset, retType, argTypes, options) {
  return new NativeFunction(
    vtable(env).add(offset * pointerSize3).readPointer(),
    retType,
    ["pointer", "pointer", "pointer", "..."].concat(argTypes),
    options
  );
}
function makeNonvirtualVaMethod(env, offset, retType, argTypes, options) {
  return new NativeFunction(
    vtable(env).add(offset * pointerSize3).readPointer(),
    retType,
    ["pointer", "pointer", "pointer", "pointer", "..."].concat(argTypes),
    options
  );
}
Env.prototype.constructor = function(argTypes, options) {
  return vaMethod.call(this, CALL_CONSTRUCTOR_METHOD_OFFSET, "pointer", argTypes, options);
};
Env.prototype.vaMethod = function(retType, argTypes, options) {
  const offset = callMethodOffset[retType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + retType);
  }
  return vaMethod.call(this, offset, retType, argTypes, options);
};
Env.prototype.nonvirtualVaMethod = function(retType, argTypes, options) {
  const offset = callNonvirtualMethodOffset[retType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + retType);
  }
  return nonvirtualVaMethod.call(this, offset, retType, argTypes, options);
};
Env.prototype.staticVaMethod = function(retType, argTypes, options) {
  const offset = callStaticMethodOffset[retType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + retType);
  }
  return vaMethod.call(this, offset, retType, argTypes, options);
};
Env.prototype.getField = function(fieldType) {
  const offset = getFieldOffset[fieldType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + fieldType);
  }
  return plainMethod.call(this, offset, fieldType, []);
};
Env.prototype.getStaticField = function(fieldType) {
  const offset = getStaticFieldOffset[fieldType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + fieldType);
  }
  return plainMethod.call(this, offset, fieldType, []);
};
Env.prototype.setField = function(fieldType) {
  const offset = setFieldOffset[fieldType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + fieldType);
  }
  return plainMethod.call(this, offset, "void", [fieldType]);
};
Env.prototype.setStaticField = function(fieldType) {
  const offset = setStaticFieldOffset[fieldType];
  if (offset === void 0) {
    throw new Error("Unsupported type: " + fieldType);
  }
  return plainMethod.call(this, offset, "void", [fieldType]);
};
var javaLangClass = null;
Env.prototype.javaLangClass = function() {
  if (javaLangClass === null) {
    const handle = this.findClass("java/lang/Class");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangClass = {
        handle: register(this.newGlobalRef(handle)),
        getName: get("getName", "()Ljava/lang/String;"),
        getSimpleName: get("getSimpleName", "()Ljava/lang/String;"),
        getGenericSuperclass: get("getGenericSuperclass", "()Ljava/lang/reflect/Type;"),
        getDeclaredConstructors: get("getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;"),
        getDeclaredMethods: get("getDeclaredMethods", "()[Ljava/lang/reflect/Method;"),
        getDeclaredFields: get("getDeclaredFields", "()[Ljava/lang/reflect/Field;"),
        isArray: get("isArray", "()Z"),
        isPrimitive: get("isPrimitive", "()Z"),
        isInterface: get("isInterface", "()Z"),
        getComponentType: get("getComponentType", "()Ljava/lang/Class;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangClass;
};
var javaLangObject = null;
Env.prototype.javaLangObject = function() {
  if (javaLangObject === null) {
    const handle = this.findClass("java/lang/Object");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangObject = {
        handle: register(this.newGlobalRef(handle)),
        toString: get("toString", "()Ljava/lang/String;"),
        getClass: get("getClass", "()Ljava/lang/Class;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangObject;
};
var javaLangReflectConstructor = null;
Env.prototype.javaLangReflectConstructor = function() {
  if (javaLangReflectConstructor === null) {
    const handle = this.findClass("java/lang/reflect/Constructor");
    try {
      javaLangReflectConstructor = {
        getGenericParameterTypes: this.getMethodId(handle, "getGenericParameterTypes", "()[Ljava/lang/reflect/Type;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectConstructor;
};
var javaLangReflectMethod = null;
Env.prototype.javaLangReflectMethod = function() {
  if (javaLangReflectMethod === null) {
    const handle = this.findClass("java/lang/reflect/Method");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangReflectMethod = {
        getName: get("getName", "()Ljava/lang/String;"),
        getGenericParameterTypes: get("getGenericParameterTypes", "()[Ljava/lang/reflect/Type;"),
        getParameterTypes: get("getParameterTypes", "()[Ljava/lang/Class;"),
        getGenericReturnType: get("getGenericReturnType", "()Ljava/lang/reflect/Type;"),
        getGenericExceptionTypes: get("getGenericExceptionTypes", "()[Ljava/lang/reflect/Type;"),
        getModifiers: get("getModifiers", "()I"),
        isVarArgs: get("isVarArgs", "()Z")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectMethod;
};
var javaLangReflectField = null;
Env.prototype.javaLangReflectField = function() {
  if (javaLangReflectField === null) {
    const handle = this.findClass("java/lang/reflect/Field");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangReflectField = {
        getName: get("getName", "()Ljava/lang/String;"),
        getType: get("getType", "()Ljava/lang/Class;"),
        getGenericType: get("getGenericType", "()Ljava/lang/reflect/Type;"),
        getModifiers: get("getModifiers", "()I"),
        toString: get("toString", "()Ljava/lang/String;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectField;
};
var javaLangReflectTypeVariable = null;
Env.prototype.javaLangReflectTypeVariable = function() {
  if (javaLangReflectTypeVariable === null) {
    const handle = this.findClass("java/lang/reflect/TypeVariable");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangReflectTypeVariable = {
        handle: register(this.newGlobalRef(handle)),
        getName: get("getName", "()Ljava/lang/String;"),
        getBounds: get("getBounds", "()[Ljava/lang/reflect/Type;"),
        getGenericDeclaration: get("getGenericDeclaration", "()Ljava/lang/reflect/GenericDeclaration;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectTypeVariable;
};
var javaLangReflectWildcardType = null;
Env.prototype.javaLangReflectWildcardType = function() {
  if (javaLangReflectWildcardType === null) {
    const handle = this.findClass("java/lang/reflect/WildcardType");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangReflectWildcardType = {
        handle: register(this.newGlobalRef(handle)),
        getLowerBounds: get("getLowerBounds", "()[Ljava/lang/reflect/Type;"),
        getUpperBounds: get("getUpperBounds", "()[Ljava/lang/reflect/Type;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectWildcardType;
};
var javaLangReflectGenericArrayType = null;
Env.prototype.javaLangReflectGenericArrayType = function() {
  if (javaLangReflectGenericArrayType === null) {
    const handle = this.findClass("java/lang/reflect/GenericArrayType");
    try {
      javaLangReflectGenericArrayType = {
        handle: register(this.newGlobalRef(handle)),
        getGenericComponentType: this.getMethodId(handle, "getGenericComponentType", "()Ljava/lang/reflect/Type;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectGenericArrayType;
};
var javaLangReflectParameterizedType = null;
Env.prototype.javaLangReflectParameterizedType = function() {
  if (javaLangReflectParameterizedType === null) {
    const handle = this.findClass("java/lang/reflect/ParameterizedType");
    try {
      const get = this.getMethodId.bind(this, handle);
      javaLangReflectParameterizedType = {
        handle: register(this.newGlobalRef(handle)),
        getActualTypeArguments: get("getActualTypeArguments", "()[Ljava/lang/reflect/Type;"),
        getRawType: get("getRawType", "()Ljava/lang/reflect/Type;"),
        getOwnerType: get("getOwnerType", "()Ljava/lang/reflect/Type;")
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangReflectParameterizedType;
};
var javaLangString = null;
Env.prototype.javaLangString = function() {
  if (javaLangString === null) {
    const handle = this.findClass("java/lang/String");
    try {
      javaLangString = {
        handle: register(this.newGlobalRef(handle))
      };
    } finally {
      this.deleteLocalRef(handle);
    }
  }
  return javaLangString;
};
Env.prototype.getClassName = function(classHandle) {
  const name2 = this.vaMethod("pointer", [])(this.handle, classHandle, this.javaLangClass().getName);
  try {
    return this.stringFromJni(name2);
  } finally {
    this.deleteLocalRef(name2);
  }
};
Env.prototype.getObjectClassName = function(objHandle) {
  const jklass = this.getObjectClass(objHandle);
  try {
    return this.getClassName(jklass);
  } finally {
    this.deleteLocalRef(jklass);
  }
};
Env.prototype.getActualTypeArgument = function(type) {
  const actualTypeArguments = this.vaMethod("pointer", [])(this.handle, type, this.javaLangReflectParameterizedType().getActualTypeArguments);
  this.throwIfExceptionPending();
  if (!actualTypeArguments.isNull()) {
    try {
      return this.getTypeNameFromFirstTypeElement(actualTypeArguments);
    } finally {
      this.deleteLocalRef(actualTypeArguments);
    }
  }
};
Env.prototype.getTypeNameFromFirstTypeElement = function(typeArray) {
  const length = this.getArrayLength(typeArray);
  if (length > 0) {
    const typeArgument0 = this.getObjectArrayElement(typeArray, 0);
    try {
      return this.getTypeName(typeArgument0);
    } finally {
      this.deleteLocalRef(typeArgument0);
    }
  } else {
    return "java.lang.Object";
  }
};
Env.prototype.getTypeName = function(type, getGenericsInformation) {
  const invokeObjectMethodNoArgs = this.vaMethod("pointer", []);
  if (this.isInstanceOf(type, this.javaLangClass().handle)) {
    return this.getClassName(type);
  } else if (this.isInstanceOf(type, this.javaLangReflectGenericArrayType().handle)) {
    return this.getArrayTypeName(type);
  } else if (this.isInstanceOf(type, this.javaLangReflectParameterizedType().handle)) {
    const rawType = invokeObjectMethodNoArgs(this.handle, type, this.javaLangReflectParameterizedType().getRawType);
    this.throwIfExceptionPending();
    let result;
    try {
      result = this.getTypeName(rawType);
    } finally {
      this.deleteLocalRef(rawType);
    }
    if (getGenericsInformation) {
      result += "<" + this.getActualTypeArgument(type) + ">";
    }
    return result;
  } else if (this.isInstanceOf(type, this.javaLangReflectTypeVariable().handle)) {
    return "java.lang.Object";
  } else if (this.isInstanceOf(type, this.javaLangReflectWildcardType().handle)) {
    return "java.lang.Object";
  } else {
    return "java.lang.Object";
  }
};
Env.prototype.getArrayTypeName = function(type) {
  const invokeObjectMethodNoArgs = this.vaMethod("pointer", []);
  if (this.isInstanceOf(type, this.javaLangClass().handle)) {
    return this.getClassName(type);
  } else if (this.isInstanceOf(type, this.javaLangReflectGenericArrayType().handle)) {
    const componentType = invokeObjectMethodNoArgs(this.handle, type, this.javaLangReflectGenericArrayType().getGenericComponentType);
    this.throwIfExceptionPending();
    try {
      return "[L" + this.getTypeName(componentType) + ";";
    } finally {
      this.deleteLocalRef(componentType);
    }
  } else {
    return "[Ljava.lang.Object;";
  }
};
Env.prototype.stringFromJni = function(str) {
  const utf = this.getStringChars(str);
  if (utf.isNull()) {
    throw new Error("Unable to access string");
  }
  try {
    const length = this.getStringLength(str);
    return utf.readUtf16String(length);
  } finally {
    this.releaseStringChars(str, utf);
  }
};

// node_modules/frida-java-bridge/lib/vm.js
var JNI_VERSION_1_6 = 65542;
var pointerSize4 = Process.pointerSize;
var jsThreadID = Process.getCurrentThreadId();
var attachedThreads = /* @__PURE__ */ new Map();
var activeEnvs = /* @__PURE__ */ new Map();
function VM(api2) {
  const handle = api2.vm;
  let attachCurrentThread = null;
  let detachCurrentThread = null;
  let getEnv = null;
  function initialize2() {
    const vtable2 = handle.readPointer();
    const options = {
      exceptions: "propagate"
    };
    attachCurrentThread = new NativeFunction(vtable2.add(4 * pointerSize4).readPointer(), "int32", ["pointer", "pointer", "pointer"], options);
    detachCurrentThread = new NativeFunction(vtable2.add(5 * pointerSize4).readPointer(), "int32", ["pointer"], options);
    getEnv = new NativeFunction(vtable2.add(6 * pointerSize4).readPointer(), "int32", ["pointer", "pointer", "int32"], options);
  }
  this.handle = handle;
  this.perform = function(fn) {
    const threadId = Process.getCurrentThreadId();
    const cachedEnv = tryGetCachedEnv(threadId);
    if (cachedEnv !== null) {
      return fn(cachedEnv);
    }
    let env = this._tryGetEnv();
    const alreadyAttached = env !== null;
    if (!alreadyAttached) {
      env = this.attachCurrentThread();
      attachedThreads.set(threadId, true);
    }
    this.link(threadId, env);
    try {
      return fn(env);
    } finally {
      const isJsThread = threadId === jsThreadID;
      if (!isJsThread) {
        this.unlink(threadId);
      }
      if (!alreadyAttached && !isJsThread) {
        const allowedToDetach = attachedThreads.get(threadId);
        attachedThreads.delete(threadId);
        if (allowedToDetach) {
          this.detachCurrentThread();
        }
      }
    }
  };
  this.attachCurrentThread = function() {
    const envBuf = Memory.alloc(pointerSize4);
    checkJniResult("VM::AttachCurrentThread", attachCurrentThread(handle, envBuf, NULL));
    return new Env(envBuf.readPointer(), this);
  };
  this.detachCurrentThread = function() {
    checkJniResult("VM::DetachCurrentThread", detachCurrentThread(handle));
  };
  this.preventDetachDueToClassLoader = function() {
    const threadId = Process.getCurrentThreadId();
    if (attachedThreads.has(threadId)) {
      attachedThreads.set(threadId, false);
    }
  };
  this.getEnv = function() {
    const cachedEnv = tryGetCachedEnv(Process.getCurrentThreadId());
    if (cachedEnv !== null) {
      return cachedEnv;
    }
    const envBuf = Memory.alloc(pointerSize4);
    const result = getEnv(handle, envBuf, JNI_VERSION_1_6);
    if (result === -2) {
      throw new Error("Current thread is not attached to the Java VM; please move this code inside a Java.perform() callback");
    }
    checkJniResult("VM::GetEnv", result);
    return new Env(envBuf.readPointer(), this);
  };
  this.tryGetEnv = function() {
    const cachedEnv = tryGetCachedEnv(Process.getCurrentThreadId());
    if (cachedEnv !== null) {
      return cachedEnv;
    }
    return this._tryGetEnv();
  };
  this._tryGetEnv = function() {
    const h = this.tryGetEnvHandle(JNI_VERSION_1_6);
    if (h === null) {
      return null;
    }
    return new Env(h, this);
  };
  this.tryGetEnvHandle = function(version) {
    const envBuf = Memory.alloc(pointerSize4);
    const result = getEnv(handle, envBuf, version);
    if (result !== JNI_OK) {
      return null;
    }
    return envBuf.readPointer();
  };
  this.makeHandleDestructor = function(handle2) {
    return () => {
      this.perform((env) => {
        env.deleteGlobalRef(handle2);
      });
    };
  };
  this.link = function(tid, env) {
    const entry2 = activeEnvs.get(tid);
    if (entry2 === void 0) {
      activeEnvs.set(tid, [env, 1]);
    } else {
      entry2[1]++;
    }
  };
  this.unlink = function(tid) {
    const entry2 = activeEnvs.get(tid);
    if (entry2[1] === 1) {
      activeEnvs.delete(tid);
    } else {
      entry2[1]--;
    }
  };
  function tryGetCachedEnv(threadId) {
    const entry2 = activeEnvs.get(threadId);
    if (entry2 === void 0) {
      return null;
    }
    return entry2[0];
  }
  initialize2.call(this);
}
VM.dispose = function(vm3) {
  if (attachedThreads.get(jsThreadID) === true) {
    attachedThreads.delete(jsThreadID);
    vm3.detachCurrentThread();
  }
};

// node_modules/frida-java-bridge/lib/android.js
var jsizeSize = 4;
var pointerSize5 = Process.pointerSize;
var {
  readU32,
  readPointer,
  writeU32,
  writePointer
} = NativePointer.prototype;
var kAccPublic = 1;
var kAccStatic = 8;
var kAccFinal = 16;
var kAccNative = 256;
var kAccFastNative = 524288;
var kAccCriticalNative = 2097152;
var kAccFastInterpreterToInterpreterInvoke = 1073741824;
var kAccSkipAccessChecks = 524288;
var kAccSingleImplementation = 134217728;
var kAccNterpEntryPointFastPathFlag = 1048576;
var kAccNterpInvokeFastPathFlag = 2097152;
var kAccPublicApi = 268435456;
var kAccXposedHookedMethod = 268435456;
var kPointer = 0;
var kFullDeoptimization = 3;
var kSelectiveDeoptimization = 5;
var THUMB_BIT_REMOVAL_MASK = ptr(1).not();
var X86_JMP_MAX_DISTANCE = 2147467263;
var ARM64_ADRP_MAX_DISTANCE = 4294963200;
var ENV_VTABLE_OFFSET_EXCEPTION_CLEAR = 17 * pointerSize5;
var ENV_VTABLE_OFFSET_FATAL_ERROR = 18 * pointerSize5;
var DVM_JNI_ENV_OFFSET_SELF = 12;
var DVM_CLASS_OBJECT_OFFSET_VTABLE_COUNT = 112;
var DVM_CLASS_OBJECT_OFFSET_VTABLE = 116;
var DVM_OBJECT_OFFSET_CLAZZ = 0;
var DVM_METHOD_SIZE = 56;
var DVM_METHOD_OFFSET_ACCESS_FLAGS = 4;
var DVM_METHOD_OFFSET_METHOD_INDEX = 8;
var DVM_METHOD_OFFSET_REGISTERS_SIZE = 10;
var DVM_METHOD_OFFSET_OUTS_SIZE = 12;
var DVM_METHOD_OFFSET_INS_SIZE = 14;
var DVM_METHOD_OFFSET_SHORTY = 28;
var DVM_METHOD_OFFSET_JNI_ARG_INFO = 36;
var DALVIK_JNI_RETURN_VOID = 0;
var DALVIK_JNI_RETURN_FLOAT = 1;
var DALVIK_JNI_RETURN_DOUBLE = 2;
var DALVIK_JNI_RETURN_S8 = 3;
var DALVIK_JNI_RETURN_S4 = 4;
var DALVIK_JNI_RETURN_S2 = 5;
var DALVIK_JNI_RETURN_U2 = 6;
var DALVIK_JNI_RETURN_S1 = 7;
var DALVIK_JNI_NO_ARG_INFO = 2147483648;
var DALVIK_JNI_RETURN_SHIFT = 28;
var STD_STRING_SIZE = 3 * pointerSize5;
var STD_VECTOR_SIZE = 3 * pointerSize5;
var AF_UNIX = 1;
var SOCK_STREAM = 1;
var getArtRuntimeSpec = memoize(_getArtRuntimeSpec);
var getArtInstrumentationSpec = memoize(_getArtInstrumentationSpec);
var getArtMethodSpec = memoize(_getArtMethodSpec);
var getArtThreadSpec = memoize(_getArtThreadSpec);
var getArtManagedStackSpec = memoize(_getArtManagedStackSpec);
var getArtThreadStateTransitionImpl = memoize(_getArtThreadStateTransitionImpl);
var getAndroidVersion = memoize(_getAndroidVersion);
var getAndroidCodename = memoize(_getAndroidCodename);
var getAndroidApiLevel = memoize(_getAndroidApiLevel);
var getArtApexVersion = memoize(_getArtApexVersion);
var getArtQuickFrameInfoGetterThunk = memoize(_getArtQuickFrameInfoGetterThunk);
var makeCxxMethodWrapperReturningPointerByValue = Process.arch === "ia32" ? makeCxxMethodWrapperReturningPointerByValueInFirstArg : makeCxxMethodWrapperReturningPointerByValueGeneric;
var nativeFunctionOptions3 = {
  exceptions: "propagate"
};
var artThreadStateTransitions = {};
var cachedApi = null;
var cachedArtClassLinkerSpec = null;
var MethodMangler = null;
var artController = null;
var inlineHooks = [];
var patchedClasses = /* @__PURE__ */ new Map();
var artQuickInterceptors = [];
var thunkPage = null;
var thunkOffset = 0;
var taughtArtAboutReplacementMethods = false;
var taughtArtAboutMethodInstrumentation = false;
var backtraceModule = null;
var jdwpSessions = [];
var socketpair = null;
var trampolineAllocator = null;
function getApi() {
  if (cachedApi === null) {
    cachedApi = _getApi();
  }
  return cachedApi;
}
function _getApi() {
  const vmModules = Process.enumerateModules().filter((m) => /^lib(art|dvm).so$/.test(m.name)).filter((m) => !/\/system\/fake-libs/.test(m.path));
  if (vmModules.length === 0) {
    return null;
  }
  const vmModule = vmModules[0];
  const flavor = vmModule.name.indexOf("art") !== -1 ? "art" : "dalvik";
  const isArt2 = flavor === "art";
  const temporaryApi = {
    module: vmModule,
    find(name2) {
      const { module } = this;
      let address3 = module.findExportByName(name2);
      if (address3 === null) {
        address3 = module.findSymbolByName(name2);
      }
      return address3;
    },
    flavor,
    addLocalReference: null
  };
  temporaryApi.isApiLevel34OrApexEquivalent = isArt2 && (temporaryApi.find("_ZN3art7AppInfo29GetPrimaryApkReferenceProfileEv") !== null || temporaryApi.find("_ZN3art6Thread15RunFlipFunctionEPS0_") !== null);
  const pending = isArt2 ? {
    functions: {
      JNI_GetCreatedJavaVMs: ["JNI_GetCreatedJavaVMs", "int", ["pointer", "int", "pointer"]],
      // Android < 7
      artInterpreterToCompiledCodeBridge: function(address3) {
        this.artInterpreterToCompiledCodeBridge = address3;
      },
      // Android >= 8
      _ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE: ["art::JavaVMExt::AddGlobalRef", "pointer", ["pointer", "pointer", "pointer"]],
      // Android >= 6
      _ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE: ["art::JavaVMExt::AddGlobalRef", "pointer", ["pointer", "pointer", "pointer"]],
      // Android < 6: makeAddGlobalRefFallbackForAndroid5() needs these:
      _ZN3art17ReaderWriterMutex13ExclusiveLockEPNS_6ThreadE: ["art::ReaderWriterMutex::ExclusiveLock", "void", ["pointer", "pointer"]],
      _ZN3art17ReaderWriterMutex15ExclusiveUnlockEPNS_6ThreadE: ["art::ReaderWriterMutex::ExclusiveUnlock", "void", ["pointer", "pointer"]],
      // Android <= 7
      _ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE: function(address3) {
        this["art::IndirectReferenceTable::Add"] = new NativeFunction(address3, "pointer", ["pointer", "uint", "pointer"], nativeFunctionOptions3);
      },
      // Android > 7
      _ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE: function(address3) {
        this["art::IndirectReferenceTable::Add"] = new NativeFunction(address3, "pointer", ["pointer", "uint", "pointer"], nativeFunctionOptions3);
      },
      // Android >= 7
      _ZN3art9JavaVMExt12DecodeGlobalEPv: function(address3) {
        let decodeGlobal;
        if (getAndroidApiLevel() >= 26) {
          decodeGlobal = makeCxxMethodWrapperReturningPointerByValue(address3, ["pointer", "pointer"]);
        } else {
          decodeGlobal = new NativeFunction(address3, "pointer", ["pointer", "pointer"], nativeFunctionOptions3);
        }
        this["art::JavaVMExt::DecodeGlobal"] = function(vm3, thread, ref) {
          return decodeGlobal(vm3, ref);
        };
      },
      // Android >= 6
      _ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv: ["art::JavaVMExt::DecodeGlobal", "pointer", ["pointer", "pointer", "pointer"]],
      // makeDecodeGlobalFallback() uses:
      // Android >= 15
      _ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject: ["art::Thread::DecodeJObject", "pointer", ["pointer", "pointer"]],
      // Android < 6
      _ZNK3art6Thread13DecodeJObjectEP8_jobject: ["art::Thread::DecodeJObject", "pointer", ["pointer", "pointer"]],
      // Android >= 6
      _ZN3art10ThreadList10SuspendAllEPKcb: ["art::ThreadList::SuspendAll", "void", ["pointer", "pointer", "bool"]],
      // or fallback:
      _ZN3art10ThreadList10SuspendAllEv: function(address3) {
        const suspendAll = new NativeFunction(address3, "void", ["pointer"], nativeFunctionOptions3);
        this["art::ThreadList::SuspendAll"] = function(threadList, cause, longSuspend) {
          return suspendAll(threadList);
        };
      },
      _ZN3art10ThreadList9ResumeAllEv: ["art::ThreadList::ResumeAll", "void", ["pointer"]],
      // Android >= 7
      _ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE: ["art::ClassLinker::VisitClasses", "void", ["pointer", "pointer"]],
      // Android < 7
      _ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_: function(address3) {
        const visitClasses = new NativeFunction(address3, "void", ["pointer", "pointer", "pointer"], nativeFunctionOptions3);
        this["art::ClassLinker::VisitClasses"] = function(classLinker, visitor) {
          visitClasses(classLinker, visitor, NULL);
        };
      },
      _ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE: ["art::ClassLinker::VisitClassLoaders", "void", ["pointer", "pointer"]],
      _ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_: ["art::gc::Heap::VisitObjects", "void", ["pointer", "pointer", "pointer"]],
      _ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE: ["art::gc::Heap::GetInstances", "void", ["pointer", "pointer", "pointer", "int", "pointer"]],
      // Android >= 9
      _ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE: function(address3) {
        const getInstances = new NativeFunction(address3, "void", ["pointer", "pointer", "pointer", "bool", "int", "pointer"], nativeFunctionOptions3);
        this["art::gc::Heap::GetInstances"] = function(instance, scope, hClass, maxCount, instances) {
          const useIsAssignableFrom = 0;
          getInstances(instance, scope, hClass, useIsAssignableFrom, maxCount, instances);
        };
      },
      _ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb: ["art::StackVisitor::StackVisitor", "void", ["pointer", "pointer", "pointer", "uint", "uint", "bool"]],
      _ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb: ["art::StackVisitor::StackVisitor", "void", ["pointer", "pointer", "pointer", "uint", "size_t", "bool"]],
      _ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb: ["art::StackVisitor::WalkStack", "void", ["pointer", "bool"]],
      _ZNK3art12StackVisitor9GetMethodEv: ["art::StackVisitor::GetMethod", "pointer", ["pointer"]],
      _ZNK3art12StackVisitor16DescribeLocationEv: function(address3) {
        this["art::StackVisitor::DescribeLocation"] = makeCxxMethodWrapperReturningStdStringByValue(address3, ["pointer"]);
      },
      _ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv: function(address3) {
        this["art::StackVisitor::GetCurrentQuickFrameInfo"] = makeArtQuickFrameInfoGetter(address3);
      },
      _ZN3art7Context6CreateEv: ["art::Context::Create", "pointer", []],
      _ZN3art6Thread18GetLongJumpContextEv: ["art::Thread::GetLongJumpContext", "pointer", ["pointer"]],
      _ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE: function(address3) {
        this["art::mirror::Class::GetDescriptor"] = address3;
      },
      _ZN3art6mirror5Class11GetLocationEv: function(address3) {
        this["art::mirror::Class::GetLocation"] = makeCxxMethodWrapperReturningStdStringByValue(address3, ["pointer"]);
      },
      _ZN3art9ArtMethod12PrettyMethodEb: function(address3) {
        this["art::ArtMethod::PrettyMethod"] = makeCxxMethodWrapperReturningStdStringByValue(address3, ["pointer", "bool"]);
      },
      _ZN3art12PrettyMethodEPNS_9ArtMethodEb: function(address3) {
        this["art::ArtMethod::PrettyMethodNullSafe"] = makeCxxMethodWrapperReturningStdStringByValue(address3, ["pointer", "bool"]);
      },
      // Android < 6 for cloneArtMethod()
      _ZN3art6Thread14CurrentFromGdbEv: ["art::Thread::CurrentFromGdb", "pointer", []],
      _ZN3art6mirror6Object5CloneEPNS_6ThreadE: function(address3) {
        this["art::mirror::Object::Clone"] = new NativeFunction(address3, "pointer", ["pointer", "pointer"], nativeFunctionOptions3);
      },
      _ZN3art6mirror6Object5CloneEPNS_6ThreadEm: function(address3) {
        const clone = new NativeFunction(address3, "pointer", ["pointer", "pointer", "pointer"], nativeFunctionOptions3);
        this["art::mirror::Object::Clone"] = function(thisPtr, threadPtr) {
          const numTargetBytes = NULL;
          return clone(thisPtr, threadPtr, numTargetBytes);
        };
      },
      _ZN3art6mirror6Object5CloneEPNS_6ThreadEj: function(address3) {
        const clone = new NativeFunction(address3, "pointer", ["pointer", "pointer", "uint"], nativeFunctionOptions3);
        this["art::mirror::Object::Clone"] = function(thisPtr, threadPtr) {
          const numTargetBytes = 0;
          return clone(thisPtr, threadPtr, numTargetBytes);
        };
      },
      _ZN3art3Dbg14SetJdwpAllowedEb: ["art::Dbg::SetJdwpAllowed", "void", ["bool"]],
      _ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE: ["art::Dbg::ConfigureJdwp", "void", ["pointer"]],
      _ZN3art31InternalDebuggerControlCallback13StartDebuggerEv: ["art::InternalDebuggerControlCallback::StartDebugger", "void", ["pointer"]],
      _ZN3art3Dbg9StartJdwpEv: ["art::Dbg::StartJdwp", "void", []],
      _ZN3art3Dbg8GoActiveEv: ["art::Dbg::GoActive", "void", []],
      _ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE: ["art::Dbg::RequestDeoptimization", "void", ["pointer"]],
      _ZN3art3Dbg20ManageDeoptimizationEv: ["art::Dbg::ManageDeoptimization", "void", []],
      _ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv: ["art::Instrumentation::EnableDeoptimization", "void", ["pointer"]],
      // Android >= 6
      _ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc: ["art::Instrumentation::DeoptimizeEverything", "void", ["pointer", "pointer"]],
      // Android < 6
      _ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv: function(address3) {
        const deoptimize = new NativeFunction(address3, "void", ["pointer"], nativeFunctionOptions3);
        this["art::Instrumentation::DeoptimizeEverything"] = function(instrumentation, key) {
          deoptimize(instrumentation);
        };
      },
      _ZN3art7Runtime19DeoptimizeBootImageEv: ["art::Runtime::DeoptimizeBootImage", "void", ["pointer"]],
      _ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE: ["art::Instrumentation::Deoptimize", "void", ["pointer", "pointer"]],
      // Android >= 11
      _ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID: ["art::jni::JniIdManager::DecodeMethodId", "pointer", ["pointer", "pointer"]],
      _ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID: ["art::jni::JniIdManager::DecodeFieldId", "pointer", ["pointer", "pointer"]],
      _ZN3art11interpreter18GetNterpEntryPointEv: ["art::interpreter::GetNterpEntryPoint", "pointer", []],
      _ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi: ["art::Monitor::TranslateLocation", "void", ["pointer", "uint32", "pointer", "pointer"]]
    },
    variables: {
      _ZN3art3Dbg9gRegistryE: function(address3) {
        this.isJdwpStarted = () => !address3.readPointer().isNull();
      },
      _ZN3art3Dbg15gDebuggerActiveE: function(address3) {
        this.isDebuggerActive = () => !!address3.readU8();
      }
    },
    optionals: /* @__PURE__ */ new Set([
      "artInterpreterToCompiledCodeBridge",
      "_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE",
      "_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE",
      "_ZN3art9JavaVMExt12DecodeGlobalEPv",
      "_ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv",
      "_ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject",
      "_ZNK3art6Thread13DecodeJObjectEP8_jobject",
      "_ZN3art10ThreadList10SuspendAllEPKcb",
      "_ZN3art10ThreadList10SuspendAllEv",
      "_ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE",
      "_ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_",
      "_ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE",
      "_ZN3art6mirror6Object5CloneEPNS_6ThreadE",
      "_ZN3art6mirror6Object5CloneEPNS_6ThreadEm",
      "_ZN3art6mirror6Object5CloneEPNS_6ThreadEj",
      "_ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE",
      "_ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE",
      "_ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_",
      "_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE",
      "_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE",
      "_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb",
      "_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb",
      "_ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb",
      "_ZNK3art12StackVisitor9GetMethodEv",
      "_ZNK3art12StackVisitor16DescribeLocationEv",
      "_ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv",
      "_ZN3art7Context6CreateEv",
      "_ZN3art6Thread18GetLongJumpContextEv",
      "_ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE",
      "_ZN3art6mirror5Class11GetLocationEv",
      "_ZN3art9ArtMethod12PrettyMethodEb",
      "_ZN3art12PrettyMethodEPNS_9ArtMethodEb",
      "_ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE",
      "_ZN3art31InternalDebuggerControlCallback13StartDebuggerEv",
      "_ZN3art3Dbg15gDebuggerActiveE",
      "_ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv",
      "_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc",
      "_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv",
      "_ZN3art7Runtime19DeoptimizeBootImageEv",
      "_ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE",
      "_ZN3art3Dbg9StartJdwpEv",
      "_ZN3art3Dbg8GoActiveEv",
      "_ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE",
      "_ZN3art3Dbg20ManageDeoptimizationEv",
      "_ZN3art3Dbg9gRegistryE",
      "_ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID",
      "_ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID",
      "_ZN3art11interpreter18GetNterpEntryPointEv",
      "_ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi"
    ])
  } : {
    functions: {
      _Z20dvmDecodeIndirectRefP6ThreadP8_jobject: ["dvmDecodeIndirectRef", "pointer", ["pointer", "pointer"]],
      _Z15dvmUseJNIBridgeP6MethodPv: ["dvmUseJNIBridge", "void", ["pointer", "pointer"]],
      _Z20dvmHeapSourceGetBasev: ["dvmHeapSourceGetBase", "pointer", []],
      _Z21dvmHeapSourceGetLimitv: ["dvmHeapSourceGetLimit", "pointer", []],
      _Z16dvmIsValidObjectPK6Object: ["dvmIsValidObject", "uint8", ["pointer"]],
      JNI_GetCreatedJavaVMs: ["JNI_GetCreatedJavaVMs", "int", ["pointer", "int", "pointer"]]
    },
    variables: {
      gDvmJni: function(address3) {
        this.gDvmJni = address3;
      },
      gDvm: function(address3) {
        this.gDvm = address3;
      }
    }
  };
  const {
    functions: functions2 = {},
    variables = {},
    optionals = /* @__PURE__ */ new Set()
  } = pending;
  const missing2 = [];
  for (const [name2, signature] of Object.entries(functions2)) {
    const address3 = temporaryApi.find(name2);
    if (address3 !== null) {
      if (typeof signature === "function") {
        signature.call(temporaryApi, address3);
      } else {
        temporaryApi[signature[0]] = new NativeFunction(address3, signature[1], signature[2], nativeFunctionOptions3);
      }
    } else {
      if (!optionals.has(name2)) {
        missing2.push(name2);
      }
    }
  }
  for (const [name2, handler] of Object.entries(variables)) {
    const address3 = temporaryApi.find(name2);
    if (address3 !== null) {
      handler.call(temporaryApi, address3);
    } else {
      if (!optionals.has(name2)) {
        missing2.push(name2);
      }
    }
  }
  if (missing2.length > 0) {
    throw new Error("Java API only partially available; please file a bug. Missing: " + missing2.join(", "));
  }
  const vms = Memory.alloc(pointerSize5);
  const vmCount = Memory.alloc(jsizeSize);
  checkJniResult("JNI_GetCreatedJavaVMs", temporaryApi.JNI_GetCreatedJavaVMs(vms, 1, vmCount));
  if (vmCount.readInt() === 0) {
    return null;
  }
  temporaryApi.vm = vms.readPointer();
  if (isArt2) {
    const apiLevel = getAndroidApiLevel();
    let kAccCompileDontBother;
    if (apiLevel >= 27) {
      kAccCompileDontBother = 33554432;
    } else if (apiLevel >= 24) {
      kAccCompileDontBother = 16777216;
    } else {
      kAccCompileDontBother = 0;
    }
    temporaryApi.kAccCompileDontBother = kAccCompileDontBother;
    const artRuntime = temporaryApi.vm.add(pointerSize5).readPointer();
    temporaryApi.artRuntime = artRuntime;
    const runtimeSpec = getArtRuntimeSpec(temporaryApi);
    const runtimeOffset = runtimeSpec.offset;
    const instrumentationOffset = runtimeOffset.instrumentation;
    temporaryApi.artInstrumentation = instrumentationOffset !== null ? artRuntime.add(instrumentationOffset) : null;
    const instrumentationIsPointer = getArtApexVersion() >= 36e7;
    if (instrumentationIsPointer && temporaryApi.artInstrumentation != null) {
      temporaryApi.artInstrumentation = temporaryApi.artInstrumentation.readPointer();
    }
    temporaryApi.artHeap = artRuntime.add(runtimeOffset.heap).readPointer();
    temporaryApi.artThreadList = artRuntime.add(runtimeOffset.threadList).readPointer();
    const classLinker = artRuntime.add(runtimeOffset.classLinker).readPointer();
    const classLinkerOffsets = getArtClassLinkerSpec(artRuntime, runtimeSpec).offset;
    const quickResolutionTrampoline = classLinker.add(classLinkerOffsets.quickResolutionTrampoline).readPointer();
    const quickImtConflictTrampoline = classLinker.add(classLinkerOffsets.quickImtConflictTrampoline).readPointer();
    const quickGenericJniTrampoline = classLinker.add(classLinkerOffsets.quickGenericJniTrampoline).readPointer();
    const quickToInterpreterBridgeTrampoline = classLinker.add(classLinkerOffsets.quickToInterpreterBridgeTrampoline).readPointer();
    temporaryApi.artClassLinker = {
      address: classLinker,
      quickResolutionTrampoline,
      quickImtConflictTrampoline,
      quickGenericJniTrampoline,
      quickToInterpreterBridgeTrampoline
    };
    const vm3 = new VM(temporaryApi);
    temporaryApi.artQuickGenericJniTrampoline = getArtQuickEntrypointFromTrampoline(quickGenericJniTrampoline, vm3);
    temporaryApi.artQuickToInterpreterBridge = getArtQuickEntrypointFromTrampoline(quickToInterpreterBridgeTrampoline, vm3);
    temporaryApi.artQuickResolutionTrampoline = getArtQuickEntrypointFromTrampoline(quickResolutionTrampoline, vm3);
    if (temporaryApi["art::JavaVMExt::AddGlobalRef"] === void 0) {
      temporaryApi["art::JavaVMExt::AddGlobalRef"] = makeAddGlobalRefFallbackForAndroid5(temporaryApi);
    }
    if (temporaryApi["art::JavaVMExt::DecodeGlobal"] === void 0) {
      temporaryApi["art::JavaVMExt::DecodeGlobal"] = makeDecodeGlobalFallback(temporaryApi);
    }
    if (temporaryApi["art::ArtMethod::PrettyMethod"] === void 0) {
      temporaryApi["art::ArtMethod::PrettyMethod"] = temporaryApi["art::ArtMethod::PrettyMethodNullSafe"];
    }
    if (temporaryApi["art::interpreter::GetNterpEntryPoint"] !== void 0) {
      temporaryApi.artNterpEntryPoint = temporaryApi["art::interpreter::GetNterpEntryPoint"]();
    } else {
      temporaryApi.artNterpEntryPoint = temporaryApi.find("ExecuteNterpImpl");
    }
    artController = makeArtController(temporaryApi, vm3);
    fixupArtQuickDeliverExceptionBug(temporaryApi);
    let cachedJvmti = null;
    Object.defineProperty(temporaryApi, "jvmti", {
      get() {
        if (cachedJvmti === null) {
          cachedJvmti = [tryGetEnvJvmti(vm3, this.artRuntime)];
        }
        return cachedJvmti[0];
      }
    });
  }
  const cxxImports = vmModule.enumerateImports().filter((imp) => imp.name.indexOf("_Z") === 0).reduce((result, imp) => {
    result[imp.name] = imp.address;
    return result;
  }, {});
  temporaryApi.$new = new NativeFunction(cxxImports._Znwm || cxxImports._Znwj, "pointer", ["ulong"], nativeFunctionOptions3);
  temporaryApi.$delete = new NativeFunction(cxxImports._ZdlPv, "void", ["pointer"], nativeFunctionOptions3);
  MethodMangler = isArt2 ? ArtMethodMangler : DalvikMethodMangler;
  return temporaryApi;
}
function tryGetEnvJvmti(vm3, runtime2) {
  let env = null;
  vm3.perform(() => {
    const ensurePluginLoadedAddr = getApi().find("_ZN3art7Runtime18EnsurePluginLoadedEPKcPNSt3__112basic_stringIcNS3_11char_traitsIcEENS3_9allocatorIcEEEE");
    if (ensurePluginLoadedAddr === null) {
      return;
    }
    const ensurePluginLoaded = new NativeFunction(
      ensurePluginLoadedAddr,
      "bool",
      ["pointer", "pointer", "pointer"]
    );
    const errorPtr = Memory.alloc(pointerSize5);
    const success = ensurePluginLoaded(runtime2, Memory.allocUtf8String("libopenjdkjvmti.so"), errorPtr);
    if (!success) {
      return;
    }
    const kArtTiVersion = jvmtiVersion.v1_2 | 1073741824;
    const handle = vm3.tryGetEnvHandle(kArtTiVersion);
    if (handle === null) {
      return;
    }
    env = new EnvJvmti(handle, vm3);
    const capaBuf = Memory.alloc(8);
    capaBuf.writeU64(jvmtiCapabilities.canTagObjects);
    const result = env.addCapabilities(capaBuf);
    if (result !== JNI_OK) {
      env = null;
    }
  });
  return env;
}
function ensureClassInitialized(env, classRef) {
  const api2 = getApi();
  if (api2.flavor !== "art") {
    return;
  }
  env.getClassName(classRef);
}
function getArtVMSpec(api2) {
  return {
    offset: pointerSize5 === 4 ? {
      globalsLock: 32,
      globals: 72
    } : {
      globalsLock: 64,
      globals: 112
    }
  };
}
function _getArtRuntimeSpec(api2) {
  const vm3 = api2.vm;
  const runtime2 = api2.artRuntime;
  const startOffset = pointerSize5 === 4 ? 200 : 384;
  const endOffset = startOffset + 100 * pointerSize5;
  const apiLevel = getAndroidApiLevel();
  const codename = getAndroidCodename();
  const { isApiLevel34OrApexEquivalent } = api2;
  let spec = null;
  for (let offset = startOffset; offset !== endOffset; offset += pointerSize5) {
    const value = runtime2.add(offset).readPointer();
    if (value.equals(vm3)) {
      let classLinkerOffsets;
      let jniIdManagerOffset = null;
      if (apiLevel >= 33 || codename === "Tiramisu" || isApiLevel34OrApexEquivalent) {
        classLinkerOffsets = [offset - 4 * pointerSize5];
        jniIdManagerOffset = offset - pointerSize5;
      } else if (apiLevel >= 30 || codename === "R") {
        classLinkerOffsets = [offset - 3 * pointerSize5, offset - 4 * pointerSize5];
        jniIdManagerOffset = offset - pointerSize5;
      } else if (apiLevel >= 29) {
        classLinkerOffsets = [offset - 2 * pointerSize5];
      } else if (apiLevel >= 27) {
        classLinkerOffsets = [offset - STD_STRING_SIZE - 3 * pointerSize5];
      } else {
        classLinkerOffsets = [offset - STD_STRING_SIZE - 2 * pointerSize5];
      }
      for (const classLinkerOffset of classLinkerOffsets) {
        const internTableOffset = classLinkerOffset - pointerSize5;
        const threadListOffset = internTableOffset - pointerSize5;
        let heapOffset;
        if (isApiLevel34OrApexEquivalent) {
          heapOffset = threadListOffset - 9 * pointerSize5;
        } else if (apiLevel >= 24) {
          heapOffset = threadListOffset - 8 * pointerSize5;
        } else if (apiLevel >= 23) {
          heapOffset = threadListOffset - 7 * pointerSize5;
        } else {
          heapOffset = threadListOffset - 4 * pointerSize5;
        }
        const candidate = {
          offset: {
            heap: heapOffset,
            threadList: threadListOffset,
            internTable: internTableOffset,
            classLinker: classLinkerOffset,
            jniIdManager: jniIdManagerOffset
          }
        };
        if (tryGetArtClassLinkerSpec(runtime2, candidate) !== null) {
          spec = candidate;
          break;
        }
      }
      break;
    }
  }
  if (spec === null) {
    throw new Error("Unable to determine Runtime field offsets");
  }
  const instrumentationIsPointer = getArtApexVersion() >= 36e7;
  spec.offset.instrumentation = instrumentationIsPointer ? tryDetectInstrumentationPointer(api2) : tryDetectInstrumentationOffset(api2);
  spec.offset.jniIdsIndirection = tryDetectJniIdsIndirectionOffset(api2);
  return spec;
}
var instrumentationOffsetParsers = {
  ia32: parsex86InstrumentationOffset,
  x64: parsex86InstrumentationOffset,
  arm: parseArmInstrumentationOffset,
  arm64: parseArm64InstrumentationOffset
};
function tryDetectInstrumentationOffset(api2) {
  const impl = api2["art::Runtime::DeoptimizeBootImage"];
  if (impl === void 0) {
    return null;
  }
  return parseInstructionsAt(impl, instrumentationOffsetParsers[Process.arch], { limit: 30 });
}
function parsex86InstrumentationOffset(insn) {
  if (insn.mnemonic !== "lea") {
    return null;
  }
  const offset = insn.operands[1].value.disp;
  if (offset < 256 || offset > 1024) {
    return null;
  }
  return offset;
}
function parseArmInstrumentationOffset(insn) {
  if (insn.mnemonic !== "add.w") {
    return null;
  }
  const ops = insn.operands;
  if (ops.length !== 3) {
    return null;
  }
  const op2 = ops[2];
  if (op2.type !== "imm") {
    return null;
  }
  return op2.value;
}
function parseArm64InstrumentationOffset(insn) {
  if (insn.mnemonic !== "add") {
    return null;
  }
  const ops = insn.operands;
  if (ops.length !== 3) {
    return null;
  }
  if (ops[0].value === "sp" || ops[1].value === "sp") {
    return null;
  }
  const op2 = ops[2];
  if (op2.type !== "imm") {
    return null;
  }
  const offset = op2.value.valueOf();
  if (offset < 256 || offset > 1024) {
    return null;
  }
  return offset;
}
var instrumentationPointerParser = {
  ia32: parsex86InstrumentationPointer,
  x64: parsex86InstrumentationPointer,
  arm: parseArmInstrumentationPointer,
  arm64: parseArm64InstrumentationPointer
};
function tryDetectInstrumentationPointer(api2) {
  const impl = api2["art::Runtime::DeoptimizeBootImage"];
  if (impl === void 0) {
    return null;
  }
  return parseInstructionsAt(impl, instrumentationPointerParser[Process.arch], { limit: 30 });
}
function parsex86InstrumentationPointer(insn) {
  if (insn.mnemonic !== "mov") {
    return null;
  }
  const ops = insn.operands;
  const dst = ops[0];
  if (dst.value !== "rax") {
    return null;
  }
  const src = ops[1];
  if (src.type !== "mem") {
    return null;
  }
  const mem = src.value;
  if (mem.base !== "rdi") {
    return null;
  }
  const offset = mem.disp;
  if (offset < 256 || offset > 1024) {
    return null;
  }
  return offset;
}
function parseArmInstrumentationPointer(insn) {
  return null;
}
function parseArm64InstrumentationPointer(insn) {
  if (insn.mnemonic !== "ldr") {
    return null;
  }
  const ops = insn.operands;
  if (ops[0].value === "x0") {
    return null;
  }
  const mem = ops[1].value;
  if (mem.base !== "x0") {
    return null;
  }
  const offset = mem.disp;
  if (offset < 256 || offset > 1024) {
    return null;
  }
  return offset;
}
var jniIdsIndirectionOffsetParsers = {
  ia32: parsex86JniIdsIndirectionOffset,
  x64: parsex86JniIdsIndirectionOffset,
  arm: parseArmJniIdsIndirectionOffset,
  arm64: parseArm64JniIdsIndirectionOffset
};
function tryDetectJniIdsIndirectionOffset(api2) {
  const impl = api2.find("_ZN3art7Runtime12SetJniIdTypeENS_9JniIdTypeE");
  if (impl === null) {
    return null;
  }
  const offset = parseInstructionsAt(impl, jniIdsIndirectionOffsetParsers[Process.arch], { limit: 20 });
  if (offset === null) {
    throw new Error("Unable to determine Runtime.jni_ids_indirection_ offset");
  }
  return offset;
}
function parsex86JniIdsIndirectionOffset(insn) {
  if (insn.mnemonic === "cmp") {
    return insn.operands[0].value.disp;
  }
  return null;
}
function parseArmJniIdsIndirectionOffset(insn) {
  if (insn.mnemonic === "ldr.w") {
    return insn.operands[1].value.disp;
  }
  return null;
}
function parseArm64JniIdsIndirectionOffset(insn, prevInsn) {
  if (prevInsn === null) {
    return null;
  }
  const { mnemonic } = insn;
  const { mnemonic: prevMnemonic } = prevInsn;
  if (mnemonic === "cmp" && prevMnemonic === "ldr" || mnemonic === "bl" && prevMnemonic === "str") {
    return prevInsn.operands[1].value.disp;
  }
  return null;
}
function _getArtInstrumentationSpec() {
  const deoptimizationEnabledOffsets = {
    "4-21": 136,
    "4-22": 136,
    "4-23": 172,
    "4-24": 196,
    "4-25": 196,
    "4-26": 196,
    "4-27": 196,
    "4-28": 212,
    "4-29": 172,
    "4-30": 180,
    "4-31": 180,
    "8-21": 224,
    "8-22": 224,
    "8-23": 296,
    "8-24": 344,
    "8-25": 344,
    "8-26": 352,
    "8-27": 352,
    "8-28": 392,
    "8-29": 328,
    "8-30": 336,
    "8-31": 336
  };
  const deoptEnabledOffset = deoptimizationEnabledOffsets[`${pointerSize5}-${getAndroidApiLevel()}`];
  if (deoptEnabledOffset === void 0) {
    throw new Error("Unable to determine Instrumentation field offsets");
  }
  return {
    offset: {
      forcedInterpretOnly: 4,
      deoptimizationEnabled: deoptEnabledOffset
    }
  };
}
function getArtClassLinkerSpec(runtime2, runtimeSpec) {
  const spec = tryGetArtClassLinkerSpec(runtime2, runtimeSpec);
  if (spec === null) {
    throw new Error("Unable to determine ClassLinker field offsets");
  }
  return spec;
}
function tryGetArtClassLinkerSpec(runtime2, runtimeSpec) {
  if (cachedArtClassLinkerSpec !== null) {
    return cachedArtClassLinkerSpec;
  }
  const { classLinker: classLinkerOffset, internTable: internTableOffset } = runtimeSpec.offset;
  const classLinker = runtime2.add(classLinkerOffset).readPointer();
  const internTable = runtime2.add(internTableOffset).readPointer();
  const startOffset = pointerSize5 === 4 ? 100 : 200;
  const endOffset = startOffset + 100 * pointerSize5;
  const apiLevel = getAndroidApiLevel();
  let spec = null;
  for (let offset = startOffset; offset !== endOffset; offset += pointerSize5) {
    const value = classLinker.add(offset).readPointer();
    if (value.equals(internTable)) {
      let delta;
      if (apiLevel >= 30 || getAndroidCodename() === "R") {
        delta = 6;
      } else if (apiLevel >= 29) {
        delta = 4;
      } else if (apiLevel >= 23) {
        delta = 3;
      } else {
        delta = 5;
      }
      const quickGenericJniTrampolineOffset = offset + delta * pointerSize5;
      let quickResolutionTrampolineOffset;
      if (apiLevel >= 23) {
        quickResolutionTrampolineOffset = quickGenericJniTrampolineOffset - 2 * pointerSize5;
      } else {
        quickResolutionTrampolineOffset = quickGenericJniTrampolineOffset - 3 * pointerSize5;
      }
      spec = {
        offset: {
          quickResolutionTrampoline: quickResolutionTrampolineOffset,
          quickImtConflictTrampoline: quickGenericJniTrampolineOffset - pointerSize5,
          quickGenericJniTrampoline: quickGenericJniTrampolineOffset,
          quickToInterpreterBridgeTrampoline: quickGenericJniTrampolineOffset + pointerSize5
        }
      };
      break;
    }
  }
  if (spec !== null) {
    cachedArtClassLinkerSpec = spec;
  }
  return spec;
}
function getArtClassSpec(vm3) {
  const MAX_OFFSET = 256;
  let spec = null;
  vm3.perform((env) => {
    const fieldSpec = getArtFieldSpec(vm3);
    const methodSpec = getArtMethodSpec(vm3);
    const fInfo = {
      artArrayLengthSize: 4,
      artArrayEntrySize: fieldSpec.size,
      // java/lang/Thread has 36 fields on Android 16.
      artArrayMax: 50
    };
    const mInfo = {
      artArrayLengthSize: pointerSize5,
      artArrayEntrySize: methodSpec.size,
      // java/lang/Thread has 79 methods on Android 16.
      artArrayMax: 100
    };
    const readArtArray = (objectBase, fieldOffset, lengthSize) => {
      const header = objectBase.add(fieldOffset).readPointer();
      if (header.isNull()) {
        return null;
      }
      const length = lengthSize === 4 ? header.readU32() : header.readU64().valueOf();
      if (length <= 0) {
        return null;
      }
      return {
        length,
        data: header.add(lengthSize)
      };
    };
    const hasEntry = (objectBase, offset, needle, info) => {
      try {
        const artArray = readArtArray(objectBase, offset, info.artArrayLengthSize);
        if (artArray === null) {
          return false;
        }
        const artArrayEnd = Math.min(artArray.length, info.artArrayMax);
        for (let i = 0; i !== artArrayEnd; i++) {
          const fieldPtr = artArray.data.add(i * info.artArrayEntrySize);
          if (fieldPtr.equals(needle)) {
            return true;
          }
        }
      } catch {
      }
      return false;
    };
    const clazz = env.findClass("java/lang/Thread");
    const clazzRef = env.newGlobalRef(clazz);
    try {
      let object;
      withRunnableArtThread(vm3, env, (thread) => {
        object = getApi()["art::JavaVMExt::DecodeGlobal"](vm3, thread, clazzRef);
      });
      const fieldInstance = unwrapFieldId(env.getFieldId(clazzRef, "name", "Ljava/lang/String;"));
      const fieldStatic = unwrapFieldId(env.getStaticFieldId(clazzRef, "MAX_PRIORITY", "I"));
      let offsetStatic = -1;
      let offsetInstance = -1;
      for (let offset = 0; offset !== MAX_OFFSET; offset += 4) {
        if (offsetStatic === -1 && hasEntry(object, offset, fieldStatic, fInfo)) {
          offsetStatic = offset;
        }
        if (offsetInstance === -1 && hasEntry(object, offset, fieldInstance, fInfo)) {
          offsetInstance = offset;
        }
      }
      if (offsetInstance === -1 || offsetStatic === -1) {
        throw new Error("Unable to find fields in java/lang/Thread; please file a bug");
      }
      const sfieldOffset = offsetInstance !== offsetStatic ? offsetStatic : 0;
      const ifieldOffset = offsetInstance;
      let offsetMethods = -1;
      const methodInstance = unwrapMethodId(env.getMethodId(clazzRef, "getName", "()Ljava/lang/String;"));
      for (let offset = 0; offset !== MAX_OFFSET; offset += 4) {
        if (offsetMethods === -1 && hasEntry(object, offset, methodInstance, mInfo)) {
          offsetMethods = offset;
        }
      }
      if (offsetMethods === -1) {
        throw new Error("Unable to find methods in java/lang/Thread; please file a bug");
      }
      let offsetCopiedMethods = -1;
      const methodsArray = readArtArray(object, offsetMethods, mInfo.artArrayLengthSize);
      const methodsArraySize = methodsArray.length;
      for (let offset = offsetMethods; offset !== MAX_OFFSET; offset += 4) {
        if (object.add(offset).readU16() === methodsArraySize) {
          offsetCopiedMethods = offset;
          break;
        }
      }
      if (offsetCopiedMethods === -1) {
        throw new Error("Unable to find copied methods in java/lang/Thread; please file a bug");
      }
      spec = {
        offset: {
          ifields: ifieldOffset,
          methods: offsetMethods,
          sfields: sfieldOffset,
          copiedMethodsOffset: offsetCopiedMethods
        }
      };
    } finally {
      env.deleteLocalRef(clazz);
      env.deleteGlobalRef(clazzRef);
    }
  });
  return spec;
}
function _getArtMethodSpec(vm3) {
  const api2 = getApi();
  let spec;
  vm3.perform((env) => {
    const process2 = env.findClass("android/os/Process");
    const getElapsedCpuTime = unwrapMethodId(env.getStaticMethodId(process2, "getElapsedCpuTime", "()J"));
    env.deleteLocalRef(process2);
    const runtimeModule = Process.getModuleByName("libandroid_runtime.so");
    const runtimeStart = runtimeModule.base;
    const runtimeEnd = runtimeStart.add(runtimeModule.size);
    const apiLevel = getAndroidApiLevel();
    const entrypointFieldSize = apiLevel <= 21 ? 8 : pointerSize5;
    const expectedAccessFlags = kAccPublic | kAccStatic | kAccFinal | kAccNative;
    const relevantAccessFlagsMask = ~(kAccFastInterpreterToInterpreterInvoke | kAccPublicApi | kAccNterpInvokeFastPathFlag) >>> 0;
    let jniCodeOffset = null;
    let accessFlagsOffset = null;
    let remaining = 2;
    for (let offset = 0; offset !== 64 && remaining !== 0; offset += 4) {
      const field2 = getElapsedCpuTime.add(offset);
      if (jniCodeOffset === null) {
        const address3 = field2.readPointer();
        if (address3.compare(runtimeStart) >= 0 && address3.compare(runtimeEnd) < 0) {
          jniCodeOffset = offset;
          remaining--;
        }
      }
      if (accessFlagsOffset === null) {
        const flags = field2.readU32();
        if ((flags & relevantAccessFlagsMask) === expectedAccessFlags) {
          accessFlagsOffset = offset;
          remaining--;
        }
      }
    }
    if (remaining !== 0) {
      throw new Error("Unable to determine ArtMethod field offsets");
    }
    const quickCodeOffset = jniCodeOffset + entrypointFieldSize;
    const size = apiLevel <= 21 ? quickCodeOffset + 32 : quickCodeOffset + pointerSize5;
    spec = {
      size,
      offset: {
        jniCode: jniCodeOffset,
        quickCode: quickCodeOffset,
        accessFlags: accessFlagsOffset
      }
    };
    if ("artInterpreterToCompiledCodeBridge" in api2) {
      spec.offset.interpreterCode = jniCodeOffset - entrypointFieldSize;
    }
  });
  return spec;
}
function getArtFieldSpec(vm3) {
  const apiLevel = getAndroidApiLevel();
  if (apiLevel >= 23) {
    return {
      size: 16,
      offset: {
        accessFlags: 4
      }
    };
  }
  if (apiLevel >= 21) {
    return {
      size: 24,
      offset: {
        accessFlags: 12
      }
    };
  }
  return null;
}
function _getArtThreadSpec(vm3) {
  const apiLevel = getAndroidApiLevel();
  let spec;
  vm3.perform((env) => {
    const threadHandle = getArtThreadFromEnv(env);
    const envHandle = env.handle;
    let isExceptionReportedOffset = null;
    let exceptionOffset = null;
    let throwLocationOffset = null;
    let topHandleScopeOffset = null;
    let managedStackOffset = null;
    let selfOffset = null;
    for (let offset = 144; offset !== 256; offset += pointerSize5) {
      const field2 = threadHandle.add(offset);
      const value = field2.readPointer();
      if (value.equals(envHandle)) {
        exceptionOffset = offset - 6 * pointerSize5;
        managedStackOffset = offset - 4 * pointerSize5;
        selfOffset = offset + 2 * pointerSize5;
        if (apiLevel <= 22) {
          exceptionOffset -= pointerSize5;
          isExceptionReportedOffset = exceptionOffset - pointerSize5 - 9 * 8 - 3 * 4;
          throwLocationOffset = offset + 6 * pointerSize5;
          managedStackOffset -= pointerSize5;
          selfOffset -= pointerSize5;
        }
        topHandleScopeOffset = offset + 9 * pointerSize5;
        if (apiLevel <= 22) {
          topHandleScopeOffset += 2 * pointerSize5 + 4;
          if (pointerSize5 === 8) {
            topHandleScopeOffset += 4;
          }
        }
        if (apiLevel >= 23) {
          topHandleScopeOffset += pointerSize5;
        }
        break;
      }
    }
    if (topHandleScopeOffset === null) {
      throw new Error("Unable to determine ArtThread field offsets");
    }
    spec = {
      offset: {
        isExceptionReportedToInstrumentation: isExceptionReportedOffset,
        exception: exceptionOffset,
        throwLocation: throwLocationOffset,
        topHandleScope: topHandleScopeOffset,
        managedStack: managedStackOffset,
        self: selfOffset
      }
    };
  });
  return spec;
}
function _getArtManagedStackSpec() {
  const apiLevel = getAndroidApiLevel();
  if (apiLevel >= 23) {
    return {
      offset: {
        topQuickFrame: 0,
        link: pointerSize5
      }
    };
  } else {
    return {
      offset: {
        topQuickFrame: 2 * pointerSize5,
        link: 0
      }
    };
  }
}
var artQuickTrampolineParsers = {
  ia32: parseArtQuickTrampolineX86,
  x64: parseArtQuickTrampolineX86,
  arm: parseArtQuickTrampolineArm,
  arm64: parseArtQuickTrampolineArm64
};
function getArtQuickEntrypointFromTrampoline(trampoline, vm3) {
  let address3;
  vm3.perform((env) => {
    const thread = getArtThreadFromEnv(env);
    const tryParse = artQuickTrampolineParsers[Process.arch];
    const insn = Instruction.parse(trampoline);
    const offset = tryParse(insn);
    if (offset !== null) {
      address3 = thread.add(offset).readPointer();
    } else {
      address3 = trampoline;
    }
  });
  return address3;
}
function parseArtQuickTrampolineX86(insn) {
  if (insn.mnemonic === "jmp") {
    return insn.operands[0].value.disp;
  }
  return null;
}
function parseArtQuickTrampolineArm(insn) {
  if (insn.mnemonic === "ldr.w") {
    return insn.operands[1].value.disp;
  }
  return null;
}
function parseArtQuickTrampolineArm64(insn) {
  if (insn.mnemonic === "ldr") {
    return insn.operands[1].value.disp;
  }
  return null;
}
function getArtThreadFromEnv(env) {
  return env.handle.add(pointerSize5).readPointer();
}
function _getAndroidVersion() {
  return getAndroidSystemProperty("ro.build.version.release");
}
function _getAndroidCodename() {
  return getAndroidSystemProperty("ro.build.version.codename");
}
function _getAndroidApiLevel() {
  return parseInt(getAndroidSystemProperty("ro.build.version.sdk"), 10);
}
function _getArtApexVersion() {
  try {
    const mountInfo = File.readAllText("/proc/self/mountinfo");
    let artSource = null;
    const sourceVersions = /* @__PURE__ */ new Map();
    for (const line of mountInfo.trimEnd().split("\n")) {
      const elements = line.split(" ");
      const mountRoot = elements[4];
      if (!mountRoot.startsWith("/apex/com.android.art")) {
        continue;
      }
      const mountSource = elements[10];
      if (mountRoot.includes("@")) {
        sourceVersions.set(mountSource, mountRoot.split("@")[1]);
      } else {
        artSource = mountSource;
      }
    }
    const strVersion = sourceVersions.get(artSource);
    return strVersion !== void 0 ? parseInt(strVersion) : computeArtApexVersionFromApiLevel();
  } catch {
    return computeArtApexVersionFromApiLevel();
  }
}
function computeArtApexVersionFromApiLevel() {
  return getAndroidApiLevel() * 1e7;
}
var systemPropertyGet = null;
var PROP_VALUE_MAX = 92;
function getAndroidSystemProperty(name2) {
  if (systemPropertyGet === null) {
    systemPropertyGet = new NativeFunction(
      Process.getModuleByName("libc.so").getExportByName("__system_property_get"),
      "int",
      ["pointer", "pointer"],
      nativeFunctionOptions3
    );
  }
  const buf = Memory.alloc(PROP_VALUE_MAX);
  systemPropertyGet(Memory.allocUtf8String(name2), buf);
  return buf.readUtf8String();
}
function withRunnableArtThread(vm3, env, fn) {
  const perform = getArtThreadStateTransitionImpl(vm3, env);
  const id = getArtThreadFromEnv(env).toString();
  artThreadStateTransitions[id] = fn;
  perform(env.handle);
  if (artThreadStateTransitions[id] !== void 0) {
    delete artThreadStateTransitions[id];
    throw new Error("Unable to perform state transition; please file a bug");
  }
}
function _getArtThreadStateTransitionImpl(vm3, env) {
  const callback = new NativeCallback(onThreadStateTransitionComplete, "void", ["pointer"]);
  return makeArtThreadStateTransitionImpl(vm3, env, callback);
}
function onThreadStateTransitionComplete(thread) {
  const id = thread.toString();
  const fn = artThreadStateTransitions[id];
  delete artThreadStateTransitions[id];
  fn(thread);
}
function withAllArtThreadsSuspended(fn) {
  const api2 = getApi();
  const threadList = api2.artThreadList;
  const longSuspend = false;
  api2["art::ThreadList::SuspendAll"](threadList, Memory.allocUtf8String("frida"), longSuspend ? 1 : 0);
  try {
    fn();
  } finally {
    api2["art::ThreadList::ResumeAll"](threadList);
  }
}
var ArtClassVisitor = class {
  constructor(visit) {
    const visitor = Memory.alloc(4 * pointerSize5);
    const vtable2 = visitor.add(pointerSize5);
    visitor.writePointer(vtable2);
    const onVisit = new NativeCallback((self, klass) => {
      return visit(klass) === true ? 1 : 0;
    }, "bool", ["pointer", "pointer"]);
    vtable2.add(2 * pointerSize5).writePointer(onVisit);
    this.handle = visitor;
    this._onVisit = onVisit;
  }
};
function makeArtClassVisitor(visit) {
  const api2 = getApi();
  if (api2["art::ClassLinker::VisitClasses"] instanceof NativeFunction) {
    return new ArtClassVisitor(visit);
  }
  return new NativeCallback((klass) => {
    return visit(klass) === true ? 1 : 0;
  }, "bool", ["pointer", "pointer"]);
}
var ArtClassLoaderVisitor = class {
  constructor(visit) {
    const visitor = Memory.alloc(4 * pointerSize5);
    const vtable2 = visitor.add(pointerSize5);
    visitor.writePointer(vtable2);
    const onVisit = new NativeCallback((self, klass) => {
      visit(klass);
    }, "void", ["pointer", "pointer"]);
    vtable2.add(2 * pointerSize5).writePointer(onVisit);
    this.handle = visitor;
    this._onVisit = onVisit;
  }
};
function makeArtClassLoaderVisitor(visit) {
  return new ArtClassLoaderVisitor(visit);
}
var WalkKind = {
  "include-inlined-frames": 0,
  "skip-inlined-frames": 1
};
var ArtStackVisitor = class {
  constructor(thread, context, walkKind, numFrames = 0, checkSuspended = true) {
    const api2 = getApi();
    const baseSize = 512;
    const vtableSize = 3 * pointerSize5;
    const visitor = Memory.alloc(baseSize + vtableSize);
    api2["art::StackVisitor::StackVisitor"](
      visitor,
      thread,
      context,
      WalkKind[walkKind],
      numFrames,
      checkSuspended ? 1 : 0
    );
    const vtable2 = visitor.add(baseSize);
    visitor.writePointer(vtable2);
    const onVisitFrame = new NativeCallback(this._visitFrame.bind(this), "bool", ["pointer"]);
    vtable2.add(2 * pointerSize5).writePointer(onVisitFrame);
    this.handle = visitor;
    this._onVisitFrame = onVisitFrame;
    const curShadowFrame = visitor.add(pointerSize5 === 4 ? 12 : 24);
    this._curShadowFrame = curShadowFrame;
    this._curQuickFrame = curShadowFrame.add(pointerSize5);
    this._curQuickFramePc = curShadowFrame.add(2 * pointerSize5);
    this._curOatQuickMethodHeader = curShadowFrame.add(3 * pointerSize5);
    this._getMethodImpl = api2["art::StackVisitor::GetMethod"];
    this._descLocImpl = api2["art::StackVisitor::DescribeLocation"];
    this._getCQFIImpl = api2["art::StackVisitor::GetCurrentQuickFrameInfo"];
  }
  walkStack(includeTransitions = false) {
    getApi()["art::StackVisitor::WalkStack"](this.handle, includeTransitions ? 1 : 0);
  }
  _visitFrame() {
    return this.visitFrame() ? 1 : 0;
  }
  visitFrame() {
    throw new Error("Subclass must implement visitFrame");
  }
  getMethod() {
    const methodHandle = this._getMethodImpl(this.handle);
    if (methodHandle.isNull()) {
      return null;
    }
    return new ArtMethod(methodHandle);
  }
  getCurrentQuickFramePc() {
    return this._curQuickFramePc.readPointer();
  }
  getCurrentQuickFrame() {
    return this._curQuickFrame.readPointer();
  }
  getCurrentShadowFrame() {
    return this._curShadowFrame.readPointer();
  }
  describeLocation() {
    const result = new StdString();
    this._descLocImpl(result, this.handle);
    return result.disposeToString();
  }
  getCurrentOatQuickMethodHeader() {
    return this._curOatQuickMethodHeader.readPointer();
  }
  getCurrentQuickFrameInfo() {
    return this._getCQFIImpl(this.handle);
  }
};
var ArtMethod = class {
  constructor(handle) {
    this.handle = handle;
  }
  prettyMethod(withSignature = true) {
    const result = new StdString();
    getApi()["art::ArtMethod::PrettyMethod"](result, this.handle, withSignature ? 1 : 0);
    return result.disposeToString();
  }
  toString() {
    return `ArtMethod(handle=${this.handle})`;
  }
};
function makeArtQuickFrameInfoGetter(impl) {
  return function(self) {
    const result = Memory.alloc(12);
    getArtQuickFrameInfoGetterThunk(impl)(result, self);
    return {
      frameSizeInBytes: result.readU32(),
      coreSpillMask: result.add(4).readU32(),
      fpSpillMask: result.add(8).readU32()
    };
  };
}
function _getArtQuickFrameInfoGetterThunk(impl) {
  let thunk = NULL;
  switch (Process.arch) {
    case "ia32":
      thunk = makeThunk(32, (writer) => {
        writer.putMovRegRegOffsetPtr("ecx", "esp", 4);
        writer.putMovRegRegOffsetPtr("edx", "esp", 8);
        writer.putCallAddressWithArguments(impl, ["ecx", "edx"]);
        writer.putMovRegReg("esp", "ebp");
        writer.putPopReg("ebp");
        writer.putRet();
      });
      break;
    case "x64":
      thunk = makeThunk(32, (writer) => {
        writer.putPushReg("rdi");
        writer.putCallAddressWithArguments(impl, ["rsi"]);
        writer.putPopReg("rdi");
        writer.putMovRegPtrReg("rdi", "rax");
        writer.putMovRegOffsetPtrReg("rdi", 8, "edx");
        writer.putRet();
      });
      break;
    case "arm":
      thunk = makeThunk(16, (writer) => {
        writer.putCallAddressWithArguments(impl, ["r0", "r1"]);
        writer.putPopRegs(["r0", "lr"]);
        writer.putMovRegReg("pc", "lr");
      });
      break;
    case "arm64":
      thunk = makeThunk(64, (writer) => {
        writer.putPushRegReg("x0", "lr");
        writer.putCallAddressWithArguments(impl, ["x1"]);
        writer.putPopRegReg("x2", "lr");
        writer.putStrRegRegOffset("x0", "x2", 0);
        writer.putStrRegRegOffset("w1", "x2", 8);
        writer.putRet();
      });
      break;
  }
  return new NativeFunction(thunk, "void", ["pointer", "pointer"], nativeFunctionOptions3);
}
var thunkRelocators = {
  ia32: globalThis.X86Relocator,
  x64: globalThis.X86Relocator,
  arm: globalThis.ThumbRelocator,
  arm64: globalThis.Arm64Relocator
};
var thunkWriters = {
  ia32: globalThis.X86Writer,
  x64: globalThis.X86Writer,
  arm: globalThis.ThumbWriter,
  arm64: globalThis.Arm64Writer
};
function makeThunk(size, write3) {
  if (thunkPage === null) {
    thunkPage = Memory.alloc(Process.pageSize);
  }
  const thunk = thunkPage.add(thunkOffset);
  const arch = Process.arch;
  const Writer = thunkWriters[arch];
  Memory.patchCode(thunk, size, (code4) => {
    const writer = new Writer(code4, { pc: thunk });
    write3(writer);
    writer.flush();
    if (writer.offset > size) {
      throw new Error(`Wrote ${writer.offset}, exceeding maximum of ${size}`);
    }
  });
  thunkOffset += size;
  return arch === "arm" ? thunk.or(1) : thunk;
}
function notifyArtMethodHooked(method2, vm3) {
  ensureArtKnowsHowToHandleMethodInstrumentation(vm3);
  ensureArtKnowsHowToHandleReplacementMethods(vm3);
}
function makeArtController(api2, vm3) {
  const threadOffsets = getArtThreadSpec(vm3).offset;
  const managedStackOffsets = getArtManagedStackSpec().offset;
  const code4 = `
#include <gum/guminterceptor.h>

extern GMutex lock;
extern GHashTable * methods;
extern GHashTable * replacements;
extern gpointer last_seen_art_method;

extern gpointer get_oat_quick_method_header_impl (gpointer method, gpointer pc);

void
init (void)
{
  g_mutex_init (&lock);
  methods = g_hash_table_new_full (NULL, NULL, NULL, NULL);
  replacements = g_hash_table_new_full (NULL, NULL, NULL, NULL);
}

void
finalize (void)
{
  g_hash_table_unref (replacements);
  g_hash_table_unref (methods);
  g_mutex_clear (&lock);
}

gboolean
is_replacement_method (gpointer method)
{
  gboolean is_replacement;

  g_mutex_lock (&lock);

  is_replacement = g_hash_table_contains (replacements, method);

  g_mutex_unlock (&lock);

  return is_replacement;
}

gpointer
get_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);

  g_mutex_unlock (&lock);

  return replacement_method;
}

void
set_replacement_method (gpointer original_method,
                        gpointer replacement_method)
{
  g_mutex_lock (&lock);

  g_hash_table_insert (methods, original_method, replacement_method);
  g_hash_table_insert (replacements, replacement_method, original_method);

  g_mutex_unlock (&lock);
}

void
synchronize_replacement_methods (guint quick_code_offset,
                                 void * nterp_entrypoint,
                                 void * quick_to_interpreter_bridge)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
  {
    void ** quick_code;

    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

    quick_code = hooked_method + quick_code_offset;
    if (*quick_code == nterp_entrypoint)
      *quick_code = quick_to_interpreter_bridge;
  }

  g_mutex_unlock (&lock);
}

void
delete_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);
  if (replacement_method != NULL)
  {
    g_hash_table_remove (methods, original_method);
    g_hash_table_remove (replacements, replacement_method);
  }

  g_mutex_unlock (&lock);
}

gpointer
translate_method (gpointer method)
{
  gpointer translated_method;

  g_mutex_lock (&lock);

  translated_method = g_hash_table_lookup (replacements, method);

  g_mutex_unlock (&lock);

  return (translated_method != NULL) ? translated_method : method;
}

gpointer
find_replacement_method_from_quick_code (gpointer method,
                                         gpointer thread)
{
  gpointer replacement_method;
  gpointer managed_stack;
  gpointer top_quick_frame;
  gpointer link_managed_stack;
  gpointer * link_top_quick_frame;

  replacement_method = get_replacement_method (method);
  if (replacement_method == NULL)
    return NULL;

  /*
   * Stack check.
   *
   * Return NULL to indicate that the original method should be invoked, otherwise
   * return a pointer to the replacement ArtMethod.
   *
   * If the caller is our own JNI replacement stub, then a stack transition must
   * have been pushed onto the current thread's linked list.
   *
   * Therefore, we invoke the original method if the following conditions are met:
   *   1- The current managed stack is empty.
   *   2- The ArtMethod * inside the linked managed stack's top quick frame is the
   *      same as our replacement.
   */
  managed_stack = thread + ${threadOffsets.managedStack};
  top_quick_frame = *((gpointer *) (managed_stack + ${managedStackOffsets.topQuickFrame}));
  if (top_quick_frame != NULL)
    return replacement_method;

  link_managed_stack = *((gpointer *) (managed_stack + ${managedStackOffsets.link}));
  if (link_managed_stack == NULL)
    return replacement_method;

  link_top_quick_frame = GSIZE_TO_POINTER (*((gsize *) (link_managed_stack + ${managedStackOffsets.topQuickFrame})) & ~((gsize) 1));
  if (link_top_quick_frame == NULL || *link_top_quick_frame != replacement_method)
    return replacement_method;

  return NULL;
}

void
on_interpreter_do_call (GumInvocationContext * ic)
{
  gpointer method, replacement_method;

  method = gum_invocation_context_get_nth_argument (ic, 0);

  replacement_method = get_replacement_method (method);
  if (replacement_method != NULL)
    gum_invocation_context_replace_nth_argument (ic, 0, replacement_method);
}

gpointer
on_art_method_get_oat_quick_method_header (gpointer method,
                                           gpointer pc)
{
  if (is_replacement_method (method))
    return NULL;

  return get_oat_quick_method_header_impl (method, pc);
}

void
on_art_method_pretty_method (GumInvocationContext * ic)
{
  const guint this_arg_index = ${Process.arch === "arm64" ? 0 : 1};
  gpointer method;

  method = gum_invocation_context_get_nth_argument (ic, this_arg_index);
  if (method == NULL)
    gum_invocation_context_replace_nth_argument (ic, this_arg_index, last_seen_art_method);
  else
    last_seen_art_method = method;
}

void
on_leave_gc_concurrent_copying_copying_phase (GumInvocationContext * ic)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

  g_mutex_unlock (&lock);
}
`;
  const lockSize = 8;
  const methodsSize = pointerSize5;
  const replacementsSize = pointerSize5;
  const lastSeenArtMethodSize = pointerSize5;
  const data = Memory.alloc(lockSize + methodsSize + replacementsSize + lastSeenArtMethodSize);
  const lock = data;
  const methods2 = lock.add(lockSize);
  const replacements = methods2.add(methodsSize);
  const lastSeenArtMethod = replacements.add(replacementsSize);
  const getOatQuickMethodHeaderImpl = api2.find(pointerSize5 === 4 ? "_ZN3art9ArtMethod23GetOatQuickMethodHeaderEj" : "_ZN3art9ArtMethod23GetOatQuickMethodHeaderEm");
  const cm2 = new CModule(code4, {
    lock,
    methods: methods2,
    replacements,
    last_seen_art_method: lastSeenArtMethod,
    get_oat_quick_method_header_impl: getOatQuickMethodHeaderImpl ?? ptr("0xdeadbeef")
  });
  const fastOptions = { exceptions: "propagate", scheduling: "exclusive" };
  return {
    handle: cm2,
    replacedMethods: {
      isReplacement: new NativeFunction(cm2.is_replacement_method, "bool", ["pointer"], fastOptions),
      get: new NativeFunction(cm2.get_replacement_method, "pointer", ["pointer"], fastOptions),
      set: new NativeFunction(cm2.set_replacement_method, "void", ["pointer", "pointer"], fastOptions),
      synchronize: new NativeFunction(cm2.synchronize_replacement_methods, "void", ["uint", "pointer", "pointer"], fastOptions),
      delete: new NativeFunction(cm2.delete_replacement_method, "void", ["pointer"], fastOptions),
      translate: new NativeFunction(cm2.translate_method, "pointer", ["pointer"], fastOptions),
      findReplacementFromQuickCode: cm2.find_replacement_method_from_quick_code
    },
    getOatQuickMethodHeaderImpl,
    hooks: {
      Interpreter: {
        doCall: cm2.on_interpreter_do_call
      },
      ArtMethod: {
        getOatQuickMethodHeader: cm2.on_art_method_get_oat_quick_method_header,
        prettyMethod: cm2.on_art_method_pretty_method
      },
      Gc: {
        copyingPhase: {
          onLeave: cm2.on_leave_gc_concurrent_copying_copying_phase
        },
        runFlip: {
          onEnter: cm2.on_leave_gc_concurrent_copying_copying_phase
        }
      }
    }
  };
}
function ensureArtKnowsHowToHandleMethodInstrumentation(vm3) {
  if (taughtArtAboutMethodInstrumentation) {
    return;
  }
  taughtArtAboutMethodInstrumentation = true;
  instrumentArtQuickEntrypoints(vm3);
  instrumentArtMethodInvocationFromInterpreter();
  instrumentArtGarbageCollection();
  instrumentArtFixupStaticTrampolines();
}
function instrumentArtQuickEntrypoints(vm3) {
  const api2 = getApi();
  const quickEntrypoints = [
    api2.artQuickGenericJniTrampoline,
    api2.artQuickToInterpreterBridge,
    api2.artQuickResolutionTrampoline
  ];
  quickEntrypoints.forEach((entrypoint) => {
    Memory.protect(entrypoint, 32, "rwx");
    const interceptor = new ArtQuickCodeInterceptor(entrypoint);
    interceptor.activate(vm3);
    artQuickInterceptors.push(interceptor);
  });
}
function instrumentArtMethodInvocationFromInterpreter() {
  const api2 = getApi();
  const apiLevel = getAndroidApiLevel();
  const { isApiLevel34OrApexEquivalent } = api2;
  let artInterpreterDoCallExportRegex;
  if (apiLevel <= 22) {
    artInterpreterDoCallExportRegex = /^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_6mirror9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;
  } else if (apiLevel <= 33 && !isApiLevel34OrApexEquivalent) {
    artInterpreterDoCallExportRegex = /^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;
  } else if (isApiLevel34OrApexEquivalent) {
    artInterpreterDoCallExportRegex = /^_ZN3art11interpreter6DoCallILb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtbPNS_6JValueE$/;
  } else {
    throw new Error("Unable to find method invocation in ART; please file a bug");
  }
  const art = api2.module;
  const entries2 = [...art.enumerateExports(), ...art.enumerateSymbols()].filter((entry2) => artInterpreterDoCallExportRegex.test(entry2.name));
  if (entries2.length === 0) {
    throw new Error("Unable to find method invocation in ART; please file a bug");
  }
  for (const entry2 of entries2) {
    Interceptor.attach(entry2.address, artController.hooks.Interpreter.doCall);
  }
}
function instrumentArtGarbageCollection() {
  const api2 = getApi();
  const art = api2.module;
  const gc = art.findSymbolByName("_ZN3art2gc4Heap22CollectGarbageInternalENS0_9collector6GcTypeENS0_7GcCauseEbj");
  if (gc === null) {
    return;
  }
  const { artNterpEntryPoint, artQuickToInterpreterBridge } = api2;
  const quickCodeOffset = getArtMethodSpec(api2.vm).offset.quickCode;
  Interceptor.attach(gc, {
    onLeave() {
      artController.replacedMethods.synchronize(quickCodeOffset, artNterpEntryPoint, artQuickToInterpreterBridge);
    }
  });
}
function instrumentArtFixupStaticTrampolines() {
  const patterns = [
    ["_ZN3art11ClassLinker26VisiblyInitializedCallback22MarkVisiblyInitializedEPNS_6ThreadE", "e90340f8 : ff0ff0ff"],
    ["_ZN3art11ClassLinker26VisiblyInitializedCallback29AdjustThreadVisibilityCounterEPNS_6ThreadEl", "7f0f00f9 : 1ffcffff"]
  ];
  const api2 = getApi();
  const art = api2.module;
  for (const [name2, pattern] of patterns) {
    const base = art.findSymbolByName(name2);
    if (base === null) {
      continue;
    }
    const matches = Memory.scanSync(base, 8192, pattern);
    if (matches.length === 0) {
      return;
    }
    const { artNterpEntryPoint, artQuickToInterpreterBridge } = api2;
    const quickCodeOffset = getArtMethodSpec(api2.vm).offset.quickCode;
    Interceptor.attach(matches[0].address, function() {
      artController.replacedMethods.synchronize(quickCodeOffset, artNterpEntryPoint, artQuickToInterpreterBridge);
    });
    return;
  }
}
function ensureArtKnowsHowToHandleReplacementMethods(vm3) {
  if (taughtArtAboutReplacementMethods) {
    return;
  }
  taughtArtAboutReplacementMethods = true;
  if (!maybeInstrumentGetOatQuickMethodHeaderInlineCopies()) {
    const { getOatQuickMethodHeaderImpl } = artController;
    if (getOatQuickMethodHeaderImpl === null) {
      return;
    }
    try {
      Interceptor.replace(getOatQuickMethodHeaderImpl, artController.hooks.ArtMethod.getOatQuickMethodHeader);
    } catch (e) {
    }
  }
  const apiLevel = getAndroidApiLevel();
  let copyingPhase = null;
  const api2 = getApi();
  if (apiLevel > 28) {
    copyingPhase = api2.find("_ZN3art2gc9collector17ConcurrentCopying12CopyingPhaseEv");
  } else if (apiLevel > 22) {
    copyingPhase = api2.find("_ZN3art2gc9collector17ConcurrentCopying12MarkingPhaseEv");
  }
  if (copyingPhase !== null) {
    Interceptor.attach(copyingPhase, artController.hooks.Gc.copyingPhase);
  }
  let runFlip = null;
  runFlip = api2.find("_ZN3art6Thread15RunFlipFunctionEPS0_");
  if (runFlip === null) {
    runFlip = api2.find("_ZN3art6Thread15RunFlipFunctionEPS0_b");
  }
  if (runFlip !== null) {
    Interceptor.attach(runFlip, artController.hooks.Gc.runFlip);
  }
}
var artGetOatQuickMethodHeaderInlinedCopyHandler = {
  arm: {
    signatures: [
      {
        pattern: [
          "b0 68",
          // ldr r0, [r6, #8]
          "01 30",
          // adds r0, #1
          "0c d0",
          // beq #0x16fcd4
          "1b 98",
          // ldr r0, [sp, #0x6c]
          ":",
          "c0 ff",
          "c0 ff",
          "00 ff",
          "00 2f"
        ],
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm
      },
      {
        pattern: [
          "d8 f8 08 00",
          // ldr r0, [r8, #8]
          "01 30",
          // adds r0, #1
          "0c d0",
          // beq #0x16fcd4
          "1b 98",
          // ldr r0, [sp, #0x6c]
          ":",
          "f0 ff ff 0f",
          "ff ff",
          "00 ff",
          "00 2f"
        ],
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm
      },
      {
        pattern: [
          "b0 68",
          // ldr r0, [r6, #8]
          "01 30",
          // adds r0, #1
          "40 f0 c3 80",
          // bne #0x203bf0
          "00 25",
          // movs r5, #0
          ":",
          "c0 ff",
          "c0 ff",
          "c0 fb 00 d0",
          "ff f8"
        ],
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm
      }
    ],
    instrument: instrumentGetOatQuickMethodHeaderInlinedCopyArm
  },
  arm64: {
    signatures: [
      {
        pattern: [
          /* e8 */
          "0a 40 b9",
          // ldr w8, [x23, #0x8]
          "1f 05 00 31",
          // cmn w8, #0x1
          "40 01 00 54",
          // b.eq 0x2e4204
          "88 39 00 f0",
          // adrp x8, 0xa17000
          ":",
          /* 00 */
          "fc ff ff",
          "1f fc ff ff",
          "1f 00 00 ff",
          "00 00 00 9f"
        ],
        offset: 1,
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm64
      },
      {
        pattern: [
          /* e8 */
          "0a 40 b9",
          // ldr w8, [x?, #0x8]
          "1f 05 00 31",
          // cmn w8, #0x1
          "40 01 00 54",
          // b.eq <target>
          "00 0e 40 f9",
          // ldr x?, [x?, #0x18]
          ":",
          /* 00 */
          "fc ff ff",
          "1f fc ff ff",
          "1f 00 00 ff",
          "00 fc ff ff"
        ],
        offset: 1,
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm64
      },
      {
        pattern: [
          /* e8 */
          "0a 40 b9",
          // ldr w8, [x23, #0x8]
          "1f 05 00 31",
          // cmn w8, #0x1
          "01 34 00 54",
          // b.ne 0x3d8e50
          "e0 03 1f aa",
          // mov x0, xzr
          ":",
          /* 00 */
          "fc ff ff",
          "1f fc ff ff",
          "1f 00 00 ff",
          "e0 ff ff ff"
        ],
        offset: 1,
        validateMatch: validateGetOatQuickMethodHeaderInlinedMatchArm64
      }
    ],
    instrument: instrumentGetOatQuickMethodHeaderInlinedCopyArm64
  }
};
function validateGetOatQuickMethodHeaderInlinedMatchArm({ address: address3, size }) {
  const ldr = Instruction.parse(address3.or(1));
  const [ldrDst, ldrSrc] = ldr.operands;
  const methodReg = ldrSrc.value.base;
  const scratchReg = ldrDst.value;
  const branch = Instruction.parse(ldr.next.add(2));
  const targetWhenTrue = ptr(branch.operands[0].value);
  const targetWhenFalse = branch.address.add(branch.size);
  let targetWhenRegularMethod, targetWhenRuntimeMethod;
  if (branch.mnemonic === "beq") {
    targetWhenRegularMethod = targetWhenFalse;
    targetWhenRuntimeMethod = targetWhenTrue;
  } else {
    targetWhenRegularMethod = targetWhenTrue;
    targetWhenRuntimeMethod = targetWhenFalse;
  }
  return parseInstructionsAt(targetWhenRegularMethod.or(1), tryParse, { limit: 3 });
  function tryParse(insn) {
    const { mnemonic } = insn;
    if (!(mnemonic === "ldr" || mnemonic === "ldr.w")) {
      return null;
    }
    const { base, disp } = insn.operands[1].value;
    if (!(base === methodReg && disp === 20)) {
      return null;
    }
    return {
      methodReg,
      scratchReg,
      target: {
        whenTrue: targetWhenTrue,
        whenRegularMethod: targetWhenRegularMethod,
        whenRuntimeMethod: targetWhenRuntimeMethod
      }
    };
  }
}
function validateGetOatQuickMethodHeaderInlinedMatchArm64({ address: address3, size }) {
  const [ldrDst, ldrSrc] = Instruction.parse(address3).operands;
  const methodReg = ldrSrc.value.base;
  const scratchReg = "x" + ldrDst.value.substring(1);
  const branch = Instruction.parse(address3.add(8));
  const targetWhenTrue = ptr(branch.operands[0].value);
  const targetWhenFalse = address3.add(12);
  let targetWhenRegularMethod, targetWhenRuntimeMethod;
  if (branch.mnemonic === "b.eq") {
    targetWhenRegularMethod = targetWhenFalse;
    targetWhenRuntimeMethod = targetWhenTrue;
  } else {
    targetWhenRegularMethod = targetWhenTrue;
    targetWhenRuntimeMethod = targetWhenFalse;
  }
  return parseInstructionsAt(targetWhenRegularMethod, tryParse, { limit: 3 });
  function tryParse(insn) {
    if (insn.mnemonic !== "ldr") {
      return null;
    }
    const { base, disp } = insn.operands[1].value;
    if (!(base === methodReg && disp === 24)) {
      return null;
    }
    return {
      methodReg,
      scratchReg,
      target: {
        whenTrue: targetWhenTrue,
        whenRegularMethod: targetWhenRegularMethod,
        whenRuntimeMethod: targetWhenRuntimeMethod
      }
    };
  }
}
function maybeInstrumentGetOatQuickMethodHeaderInlineCopies() {
  if (getAndroidApiLevel() < 31) {
    return false;
  }
  const handler = artGetOatQuickMethodHeaderInlinedCopyHandler[Process.arch];
  if (handler === void 0) {
    return false;
  }
  const signatures = handler.signatures.map(({ pattern, offset = 0, validateMatch = returnEmptyObject }) => {
    return {
      pattern: new MatchPattern(pattern.join("")),
      offset,
      validateMatch
    };
  });
  const impls = [];
  for (const { base, size } of getApi().module.enumerateRanges("--x")) {
    for (const { pattern, offset, validateMatch } of signatures) {
      const matches = Memory.scanSync(base, size, pattern).map(({ address: address3, size: size2 }) => {
        return { address: address3.sub(offset), size: size2 + offset };
      }).filter((match) => {
        const validationResult = validateMatch(match);
        if (validationResult === null) {
          return false;
        }
        match.validationResult = validationResult;
        return true;
      });
      impls.push(...matches);
    }
  }
  if (impls.length === 0) {
    return false;
  }
  impls.forEach(handler.instrument);
  return true;
}
function returnEmptyObject() {
  return {};
}
var InlineHook = class {
  constructor(address3, size, trampoline) {
    this.address = address3;
    this.size = size;
    this.originalCode = address3.readByteArray(size);
    this.trampoline = trampoline;
  }
  revert() {
    Memory.patchCode(this.address, this.size, (code4) => {
      code4.writeByteArray(this.originalCode);
    });
  }
};
function instrumentGetOatQuickMethodHeaderInlinedCopyArm({ address: address3, size, validationResult }) {
  const { methodReg, target } = validationResult;
  const trampoline = Memory.alloc(Process.pageSize);
  let redirectCapacity = size;
  Memory.patchCode(trampoline, 256, (code4) => {
    const writer = new ThumbWriter(code4, { pc: trampoline });
    const relocator = new ThumbRelocator(address3, writer);
    for (let i = 0; i !== 2; i++) {
      relocator.readOne();
    }
    relocator.writeAll();
    relocator.readOne();
    relocator.skipOne();
    writer.putBCondLabel("eq", "runtime_or_replacement_method");
    const vpushFpRegs = [45, 237, 16, 10];
    writer.putBytes(vpushFpRegs);
    const savedRegs = ["r0", "r1", "r2", "r3"];
    writer.putPushRegs(savedRegs);
    writer.putCallAddressWithArguments(artController.replacedMethods.isReplacement, [methodReg]);
    writer.putCmpRegImm("r0", 0);
    writer.putPopRegs(savedRegs);
    const vpopFpRegs = [189, 236, 16, 10];
    writer.putBytes(vpopFpRegs);
    writer.putBCondLabel("ne", "runtime_or_replacement_method");
    writer.putBLabel("regular_method");
    relocator.readOne();
    const tailIsRegular = relocator.input.address.equals(target.whenRegularMethod);
    writer.putLabel(tailIsRegular ? "regular_method" : "runtime_or_replacement_method");
    relocator.writeOne();
    while (redirectCapacity < 10) {
      const offset = relocator.readOne();
      if (offset === 0) {
        redirectCapacity = 10;
        break;
      }
      redirectCapacity = offset;
    }
    relocator.writeAll();
    writer.putBranchAddress(address3.add(redirectCapacity + 1));
    writer.putLabel(tailIsRegular ? "runtime_or_replacement_method" : "regular_method");
    writer.putBranchAddress(target.whenTrue);
    writer.flush();
  });
  inlineHooks.push(new InlineHook(address3, redirectCapacity, trampoline));
  Memory.patchCode(address3, redirectCapacity, (code4) => {
    const writer = new ThumbWriter(code4, { pc: address3 });
    writer.putLdrRegAddress("pc", trampoline.or(1));
    writer.flush();
  });
}
function instrumentGetOatQuickMethodHeaderInlinedCopyArm64({ address: address3, size, validationResult }) {
  const { methodReg, scratchReg, target } = validationResult;
  const trampoline = Memory.alloc(Process.pageSize);
  Memory.patchCode(trampoline, 256, (code4) => {
    const writer = new Arm64Writer(code4, { pc: trampoline });
    const relocator = new Arm64Relocator(address3, writer);
    for (let i = 0; i !== 2; i++) {
      relocator.readOne();
    }
    relocator.writeAll();
    relocator.readOne();
    relocator.skipOne();
    writer.putBCondLabel("eq", "runtime_or_replacement_method");
    const savedRegs = [
      "d0",
      "d1",
      "d2",
      "d3",
      "d4",
      "d5",
      "d6",
      "d7",
      "x0",
      "x1",
      "x2",
      "x3",
      "x4",
      "x5",
      "x6",
      "x7",
      "x8",
      "x9",
      "x10",
      "x11",
      "x12",
      "x13",
      "x14",
      "x15",
      "x16",
      "x17"
    ];
    const numSavedRegs = savedRegs.length;
    for (let i = 0; i !== numSavedRegs; i += 2) {
      writer.putPushRegReg(savedRegs[i], savedRegs[i + 1]);
    }
    writer.putCallAddressWithArguments(artController.replacedMethods.isReplacement, [methodReg]);
    writer.putCmpRegReg("x0", "xzr");
    for (let i = numSavedRegs - 2; i >= 0; i -= 2) {
      writer.putPopRegReg(savedRegs[i], savedRegs[i + 1]);
    }
    writer.putBCondLabel("ne", "runtime_or_replacement_method");
    writer.putBLabel("regular_method");
    relocator.readOne();
    const tailInstruction = relocator.input;
    const tailIsRegular = tailInstruction.address.equals(target.whenRegularMethod);
    writer.putLabel(tailIsRegular ? "regular_method" : "runtime_or_replacement_method");
    relocator.writeOne();
    writer.putBranchAddress(tailInstruction.next);
    writer.putLabel(tailIsRegular ? "runtime_or_replacement_method" : "regular_method");
    writer.putBranchAddress(target.whenTrue);
    writer.flush();
  });
  inlineHooks.push(new InlineHook(address3, size, trampoline));
  Memory.patchCode(address3, size, (code4) => {
    const writer = new Arm64Writer(code4, { pc: address3 });
    writer.putLdrRegAddress(scratchReg, trampoline);
    writer.putBrReg(scratchReg);
    writer.flush();
  });
}
function makeMethodMangler(methodId) {
  return new MethodMangler(methodId);
}
function translateMethod(methodId) {
  return artController.replacedMethods.translate(methodId);
}
function backtrace(vm3, options = {}) {
  const { limit = 16 } = options;
  const env = vm3.getEnv();
  if (backtraceModule === null) {
    backtraceModule = makeBacktraceModule(vm3, env);
  }
  return backtraceModule.backtrace(env, limit);
}
function makeBacktraceModule(vm3, env) {
  const api2 = getApi();
  const performImpl = Memory.alloc(Process.pointerSize);
  const cm2 = new CModule(`
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <gum/gumtls.h>
#include <json-glib/json-glib.h>

typedef struct _ArtBacktrace ArtBacktrace;
typedef struct _ArtStackFrame ArtStackFrame;

typedef struct _ArtStackVisitor ArtStackVisitor;
typedef struct _ArtStackVisitorVTable ArtStackVisitorVTable;

typedef struct _ArtClass ArtClass;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtThread ArtThread;
typedef struct _ArtContext ArtContext;

typedef struct _JNIEnv JNIEnv;

typedef struct _StdString StdString;
typedef struct _StdTinyString StdTinyString;
typedef struct _StdLargeString StdLargeString;

typedef enum {
  STACK_WALK_INCLUDE_INLINED_FRAMES,
  STACK_WALK_SKIP_INLINED_FRAMES,
} StackWalkKind;

struct _StdTinyString
{
  guint8 unused;
  gchar data[(3 * sizeof (gpointer)) - 1];
};

struct _StdLargeString
{
  gsize capacity;
  gsize size;
  gchar * data;
};

struct _StdString
{
  union
  {
    guint8 flags;
    StdTinyString tiny;
    StdLargeString large;
  };
};

struct _ArtBacktrace
{
  GChecksum * id;
  GArray * frames;
  gchar * frames_json;
};

struct _ArtStackFrame
{
  ArtMethod * method;
  gsize dexpc;
  StdString description;
};

struct _ArtStackVisitorVTable
{
  void (* unused1) (void);
  void (* unused2) (void);
  bool (* visit) (ArtStackVisitor * visitor);
};

struct _ArtStackVisitor
{
  ArtStackVisitorVTable * vtable;

  guint8 padding[512];

  ArtStackVisitorVTable vtable_storage;

  ArtBacktrace * backtrace;
};

struct _ArtMethod
{
  guint32 declaring_class;
  guint32 access_flags;
};

extern GumTlsKey current_backtrace;

extern void (* perform_art_thread_state_transition) (JNIEnv * env);

extern ArtContext * art_make_context (ArtThread * thread);

extern void art_stack_visitor_init (ArtStackVisitor * visitor, ArtThread * thread, void * context, StackWalkKind walk_kind,
    size_t num_frames, bool check_suspended);
extern void art_stack_visitor_walk_stack (ArtStackVisitor * visitor, bool include_transitions);
extern ArtMethod * art_stack_visitor_get_method (ArtStackVisitor * visitor);
extern void art_stack_visitor_describe_location (StdString * description, ArtStackVisitor * visitor);
extern ArtMethod * translate_method (ArtMethod * method);
extern void translate_location (ArtMethod * method, guint32 pc, const gchar ** source_file, gint32 * line_number);
extern void get_class_location (StdString * result, ArtClass * klass);
extern void cxx_delete (void * mem);
extern unsigned long strtoul (const char * str, char ** endptr, int base);

static bool visit_frame (ArtStackVisitor * visitor);
static void art_stack_frame_destroy (ArtStackFrame * frame);

static void append_jni_type_name (GString * s, const gchar * name, gsize length);

static void std_string_destroy (StdString * str);
static gchar * std_string_get_data (StdString * str);

void
init (void)
{
  current_backtrace = gum_tls_key_new ();
}

void
finalize (void)
{
  gum_tls_key_free (current_backtrace);
}

ArtBacktrace *
_create (JNIEnv * env,
         guint limit)
{
  ArtBacktrace * bt;

  bt = g_new (ArtBacktrace, 1);
  bt->id = g_checksum_new (G_CHECKSUM_SHA1);
  bt->frames = (limit != 0)
      ? g_array_sized_new (FALSE, FALSE, sizeof (ArtStackFrame), limit)
      : g_array_new (FALSE, FALSE, sizeof (ArtStackFrame));
  g_array_set_clear_func (bt->frames, (GDestroyNotify) art_stack_frame_destroy);
  bt->frames_json = NULL;

  gum_tls_key_set_value (current_backtrace, bt);

  perform_art_thread_state_transition (env);

  gum_tls_key_set_value (current_backtrace, NULL);

  return bt;
}

void
_on_thread_state_transition_complete (ArtThread * thread)
{
  ArtContext * context;
  ArtStackVisitor visitor = {
    .vtable_storage = {
      .visit = visit_frame,
    },
  };

  context = art_make_context (thread);

  art_stack_visitor_init (&visitor, thread, context, STACK_WALK_SKIP_INLINED_FRAMES, 0, true);
  visitor.vtable = &visitor.vtable_storage;
  visitor.backtrace = gum_tls_key_get_value (current_backtrace);

  art_stack_visitor_walk_stack (&visitor, false);

  cxx_delete (context);
}

static bool
visit_frame (ArtStackVisitor * visitor)
{
  ArtBacktrace * bt = visitor->backtrace;
  ArtStackFrame frame;
  const gchar * description, * dexpc_part;

  frame.method = art_stack_visitor_get_method (visitor);

  art_stack_visitor_describe_location (&frame.description, visitor);

  description = std_string_get_data (&frame.description);
  if (strstr (description, " '<") != NULL)
    goto skip;

  dexpc_part = strstr (description, " at dex PC 0x");
  if (dexpc_part == NULL)
    goto skip;
  frame.dexpc = strtoul (dexpc_part + 13, NULL, 16);

  g_array_append_val (bt->frames, frame);

  g_checksum_update (bt->id, (guchar *) &frame.method, sizeof (frame.method));
  g_checksum_update (bt->id, (guchar *) &frame.dexpc, sizeof (frame.dexpc));

  return true;

skip:
  std_string_destroy (&frame.description);
  return true;
}

static void
art_stack_frame_destroy (ArtStackFrame * frame)
{
  std_string_destroy (&frame->description);
}

void
_destroy (ArtBacktrace * backtrace)
{
  g_free (backtrace->frames_json);
  g_array_free (backtrace->frames, TRUE);
  g_checksum_free (backtrace->id);
  g_free (backtrace);
}

const gchar *
_get_id (ArtBacktrace * backtrace)
{
  return g_checksum_get_string (backtrace->id);
}

const gchar *
_get_frames (ArtBacktrace * backtrace)
{
  GArray * frames = backtrace->frames;
  JsonBuilder * b;
  guint i;
  JsonNode * root;

  if (backtrace->frames_json != NULL)
    return backtrace->frames_json;

  b = json_builder_new_immutable ();

  json_builder_begin_array (b);

  for (i = 0; i != frames->len; i++)
  {
    ArtStackFrame * frame = &g_array_index (frames, ArtStackFrame, i);
    gchar * description, * ret_type, * paren_open, * paren_close, * arg_types, * token, * method_name, * class_name;
    GString * signature;
    gchar * cursor;
    ArtMethod * translated_method;
    StdString location;
    gsize dexpc;
    const gchar * source_file;
    gint32 line_number;

    description = std_string_get_data (&frame->description);

    ret_type = strchr (description, '\\'') + 1;

    paren_open = strchr (ret_type, '(');
    paren_close = strchr (paren_open, ')');
    *paren_open = '\\0';
    *paren_close = '\\0';

    arg_types = paren_open + 1;

    token = strrchr (ret_type, '.');
    *token = '\\0';

    method_name = token + 1;

    token = strrchr (ret_type, ' ');
    *token = '\\0';

    class_name = token + 1;

    signature = g_string_sized_new (128);

    append_jni_type_name (signature, class_name, method_name - class_name - 1);
    g_string_append_c (signature, ',');
    g_string_append (signature, method_name);
    g_string_append (signature, ",(");

    if (arg_types != paren_close)
    {
      for (cursor = arg_types; cursor != NULL;)
      {
        gsize length;
        gchar * next;

        token = strstr (cursor, ", ");
        if (token != NULL)
        {
          length = token - cursor;
          next = token + 2;
        }
        else
        {
          length = paren_close - cursor;
          next = NULL;
        }

        append_jni_type_name (signature, cursor, length);

        cursor = next;
      }
    }

    g_string_append_c (signature, ')');

    append_jni_type_name (signature, ret_type, class_name - ret_type - 1);

    translated_method = translate_method (frame->method);
    dexpc = (translated_method == frame->method) ? frame->dexpc : 0;

    get_class_location (&location, GSIZE_TO_POINTER (translated_method->declaring_class));

    translate_location (translated_method, dexpc, &source_file, &line_number);

    json_builder_begin_object (b);

    json_builder_set_member_name (b, "signature");
    json_builder_add_string_value (b, signature->str);

    json_builder_set_member_name (b, "origin");
    json_builder_add_string_value (b, std_string_get_data (&location));

    json_builder_set_member_name (b, "className");
    json_builder_add_string_value (b, class_name);

    json_builder_set_member_name (b, "methodName");
    json_builder_add_string_value (b, method_name);

    json_builder_set_member_name (b, "methodFlags");
    json_builder_add_int_value (b, translated_method->access_flags);

    json_builder_set_member_name (b, "fileName");
    json_builder_add_string_value (b, source_file);

    json_builder_set_member_name (b, "lineNumber");
    json_builder_add_int_value (b, line_number);

    json_builder_end_object (b);

    std_string_destroy (&location);
    g_string_free (signature, TRUE);
  }

  json_builder_end_array (b);

  root = json_builder_get_root (b);
  backtrace->frames_json = json_to_string (root, FALSE);
  json_node_unref (root);

  return backtrace->frames_json;
}

static void
append_jni_type_name (GString * s,
                      const gchar * name,
                      gsize length)
{
  gchar shorty = '\\0';
  gsize i;

  switch (name[0])
  {
    case 'b':
      if (strncmp (name, "boolean", length) == 0)
        shorty = 'Z';
      else if (strncmp (name, "byte", length) == 0)
        shorty = 'B';
      break;
    case 'c':
      if (strncmp (name, "char", length) == 0)
        shorty = 'C';
      break;
    case 'd':
      if (strncmp (name, "double", length) == 0)
        shorty = 'D';
      break;
    case 'f':
      if (strncmp (name, "float", length) == 0)
        shorty = 'F';
      break;
    case 'i':
      if (strncmp (name, "int", length) == 0)
        shorty = 'I';
      break;
    case 'l':
      if (strncmp (name, "long", length) == 0)
        shorty = 'J';
      break;
    case 's':
      if (strncmp (name, "short", length) == 0)
        shorty = 'S';
      break;
    case 'v':
      if (strncmp (name, "void", length) == 0)
        shorty = 'V';
      break;
  }

  if (shorty != '\\0')
  {
    g_string_append_c (s, shorty);

    return;
  }

  if (length > 2 && name[length - 2] == '[' && name[length - 1] == ']')
  {
    g_string_append_c (s, '[');
    append_jni_type_name (s, name, length - 2);

    return;
  }

  g_string_append_c (s, 'L');

  for (i = 0; i != length; i++)
  {
    gchar ch = name[i];
    if (ch != '.')
      g_string_append_c (s, ch);
    else
      g_string_append_c (s, '/');
  }

  g_string_append_c (s, ';');
}

static void
std_string_destroy (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  if (is_large)
    cxx_delete (str->large.data);
}

static gchar *
std_string_get_data (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  return is_large ? str->large.data : str->tiny.data;
}
`, {
    current_backtrace: Memory.alloc(Process.pointerSize),
    perform_art_thread_state_transition: performImpl,
    art_make_context: api2["art::Thread::GetLongJumpContext"] ?? api2["art::Context::Create"],
    art_stack_visitor_init: api2["art::StackVisitor::StackVisitor"],
    art_stack_visitor_walk_stack: api2["art::StackVisitor::WalkStack"],
    art_stack_visitor_get_method: api2["art::StackVisitor::GetMethod"],
    art_stack_visitor_describe_location: api2["art::StackVisitor::DescribeLocation"],
    translate_method: artController.replacedMethods.translate,
    translate_location: api2["art::Monitor::TranslateLocation"],
    get_class_location: api2["art::mirror::Class::GetLocation"],
    cxx_delete: api2.$delete,
    strtoul: Process.getModuleByName("libc.so").getExportByName("strtoul")
  });
  const _create = new NativeFunction(cm2._create, "pointer", ["pointer", "uint"], nativeFunctionOptions3);
  const _destroy = new NativeFunction(cm2._destroy, "void", ["pointer"], nativeFunctionOptions3);
  const fastOptions = { exceptions: "propagate", scheduling: "exclusive" };
  const _getId = new NativeFunction(cm2._get_id, "pointer", ["pointer"], fastOptions);
  const _getFrames = new NativeFunction(cm2._get_frames, "pointer", ["pointer"], fastOptions);
  const performThreadStateTransition = makeArtThreadStateTransitionImpl(vm3, env, cm2._on_thread_state_transition_complete);
  cm2._performData = performThreadStateTransition;
  performImpl.writePointer(performThreadStateTransition);
  cm2.backtrace = (env2, limit) => {
    const handle = _create(env2, limit);
    const bt = new Backtrace(handle);
    Script.bindWeak(bt, destroy.bind(null, handle));
    return bt;
  };
  function destroy(handle) {
    _destroy(handle);
  }
  cm2.getId = (handle) => {
    return _getId(handle).readUtf8String();
  };
  cm2.getFrames = (handle) => {
    return JSON.parse(_getFrames(handle).readUtf8String());
  };
  return cm2;
}
var Backtrace = class {
  constructor(handle) {
    this.handle = handle;
  }
  get id() {
    return backtraceModule.getId(this.handle);
  }
  get frames() {
    return backtraceModule.getFrames(this.handle);
  }
};
function revertGlobalPatches() {
  patchedClasses.forEach((entry2) => {
    entry2.vtablePtr.writePointer(entry2.vtable);
    entry2.vtableCountPtr.writeS32(entry2.vtableCount);
  });
  patchedClasses.clear();
  for (const interceptor of artQuickInterceptors.splice(0)) {
    interceptor.deactivate();
  }
  for (const hook of inlineHooks.splice(0)) {
    hook.revert();
  }
}
function unwrapMethodId(methodId) {
  return unwrapGenericId(methodId, "art::jni::JniIdManager::DecodeMethodId");
}
function unwrapFieldId(fieldId) {
  return unwrapGenericId(fieldId, "art::jni::JniIdManager::DecodeFieldId");
}
function unwrapGenericId(genericId, apiMethod) {
  const api2 = getApi();
  const runtimeOffset = getArtRuntimeSpec(api2).offset;
  const jniIdManagerOffset = runtimeOffset.jniIdManager;
  const jniIdsIndirectionOffset = runtimeOffset.jniIdsIndirection;
  if (jniIdManagerOffset !== null && jniIdsIndirectionOffset !== null) {
    const runtime2 = api2.artRuntime;
    const jniIdsIndirection = runtime2.add(jniIdsIndirectionOffset).readInt();
    if (jniIdsIndirection !== kPointer) {
      const jniIdManager = runtime2.add(jniIdManagerOffset).readPointer();
      return api2[apiMethod](jniIdManager, genericId);
    }
  }
  return genericId;
}
var artQuickCodeReplacementTrampolineWriters = {
  ia32: writeArtQuickCodeReplacementTrampolineIA32,
  x64: writeArtQuickCodeReplacementTrampolineX64,
  arm: writeArtQuickCodeReplacementTrampolineArm,
  arm64: writeArtQuickCodeReplacementTrampolineArm64
};
function writeArtQuickCodeReplacementTrampolineIA32(trampoline, target, redirectSize, constraints, vm3) {
  const threadOffsets = getArtThreadSpec(vm3).offset;
  const artMethodOffsets = getArtMethodSpec(vm3).offset;
  let offset;
  Memory.patchCode(trampoline, 128, (code4) => {
    const writer = new X86Writer(code4, { pc: trampoline });
    const relocator = new X86Relocator(target, writer);
    const fxsave = [15, 174, 4, 36];
    const fxrstor = [15, 174, 12, 36];
    writer.putPushax();
    writer.putMovRegReg("ebp", "esp");
    writer.putAndRegU32("esp", 4294967280);
    writer.putSubRegImm("esp", 512);
    writer.putBytes(fxsave);
    writer.putMovRegFsU32Ptr("ebx", threadOffsets.self);
    writer.putCallAddressWithAlignedArguments(artController.replacedMethods.findReplacementFromQuickCode, ["eax", "ebx"]);
    writer.putTestRegReg("eax", "eax");
    writer.putJccShortLabel("je", "restore_registers", "no-hint");
    writer.putMovRegOffsetPtrReg("ebp", 7 * 4, "eax");
    writer.putLabel("restore_registers");
    writer.putBytes(fxrstor);
    writer.putMovRegReg("esp", "ebp");
    writer.putPopax();
    writer.putJccShortLabel("jne", "invoke_replacement", "no-hint");
    do {
      offset = relocator.readOne();
    } while (offset < redirectSize && !relocator.eoi);
    relocator.writeAll();
    if (!relocator.eoi) {
      writer.putJmpAddress(target.add(offset));
    }
    writer.putLabel("invoke_replacement");
    writer.putJmpRegOffsetPtr("eax", artMethodOffsets.quickCode);
    writer.flush();
  });
  return offset;
}
function writeArtQuickCodeReplacementTrampolineX64(trampoline, target, redirectSize, constraints, vm3) {
  const threadOffsets = getArtThreadSpec(vm3).offset;
  const artMethodOffsets = getArtMethodSpec(vm3).offset;
  let offset;
  Memory.patchCode(trampoline, 256, (code4) => {
    const writer = new X86Writer(code4, { pc: trampoline });
    const relocator = new X86Relocator(target, writer);
    const fxsave = [15, 174, 4, 36];
    const fxrstor = [15, 174, 12, 36];
    writer.putPushax();
    writer.putMovRegReg("rbp", "rsp");
    writer.putAndRegU32("rsp", 4294967280);
    writer.putSubRegImm("rsp", 512);
    writer.putBytes(fxsave);
    writer.putMovRegGsU32Ptr("rbx", threadOffsets.self);
    writer.putCallAddressWithAlignedArguments(artController.replacedMethods.findReplacementFromQuickCode, ["rdi", "rbx"]);
    writer.putTestRegReg("rax", "rax");
    writer.putJccShortLabel("je", "restore_registers", "no-hint");
    writer.putMovRegOffsetPtrReg("rbp", 8 * 8, "rax");
    writer.putLabel("restore_registers");
    writer.putBytes(fxrstor);
    writer.putMovRegReg("rsp", "rbp");
    writer.putPopax();
    writer.putJccShortLabel("jne", "invoke_replacement", "no-hint");
    do {
      offset = relocator.readOne();
    } while (offset < redirectSize && !relocator.eoi);
    relocator.writeAll();
    if (!relocator.eoi) {
      writer.putJmpAddress(target.add(offset));
    }
    writer.putLabel("invoke_replacement");
    writer.putJmpRegOffsetPtr("rdi", artMethodOffsets.quickCode);
    writer.flush();
  });
  return offset;
}
function writeArtQuickCodeReplacementTrampolineArm(trampoline, target, redirectSize, constraints, vm3) {
  const artMethodOffsets = getArtMethodSpec(vm3).offset;
  const targetAddress = target.and(THUMB_BIT_REMOVAL_MASK);
  let offset;
  Memory.patchCode(trampoline, 128, (code4) => {
    const writer = new ThumbWriter(code4, { pc: trampoline });
    const relocator = new ThumbRelocator(targetAddress, writer);
    const vpushFpRegs = [45, 237, 16, 10];
    const vpopFpRegs = [189, 236, 16, 10];
    writer.putPushRegs([
      "r1",
      "r2",
      "r3",
      "r5",
      "r6",
      "r7",
      "r8",
      "r10",
      "r11",
      "lr"
    ]);
    writer.putBytes(vpushFpRegs);
    writer.putSubRegRegImm("sp", "sp", 8);
    writer.putStrRegRegOffset("r0", "sp", 0);
    writer.putCallAddressWithArguments(artController.replacedMethods.findReplacementFromQuickCode, ["r0", "r9"]);
    writer.putCmpRegImm("r0", 0);
    writer.putBCondLabel("eq", "restore_registers");
    writer.putStrRegRegOffset("r0", "sp", 0);
    writer.putLabel("restore_registers");
    writer.putLdrRegRegOffset("r0", "sp", 0);
    writer.putAddRegRegImm("sp", "sp", 8);
    writer.putBytes(vpopFpRegs);
    writer.putPopRegs([
      "lr",
      "r11",
      "r10",
      "r8",
      "r7",
      "r6",
      "r5",
      "r3",
      "r2",
      "r1"
    ]);
    writer.putBCondLabel("ne", "invoke_replacement");
    do {
      offset = relocator.readOne();
    } while (offset < redirectSize && !relocator.eoi);
    relocator.writeAll();
    if (!relocator.eoi) {
      writer.putLdrRegAddress("pc", target.add(offset));
    }
    writer.putLabel("invoke_replacement");
    writer.putLdrRegRegOffset("pc", "r0", artMethodOffsets.quickCode);
    writer.flush();
  });
  return offset;
}
function writeArtQuickCodeReplacementTrampolineArm64(trampoline, target, redirectSize, { availableScratchRegs }, vm3) {
  const artMethodOffsets = getArtMethodSpec(vm3).offset;
  let offset;
  Memory.patchCode(trampoline, 256, (code4) => {
    const writer = new Arm64Writer(code4, { pc: trampoline });
    const relocator = new Arm64Relocator(target, writer);
    writer.putPushRegReg("d0", "d1");
    writer.putPushRegReg("d2", "d3");
    writer.putPushRegReg("d4", "d5");
    writer.putPushRegReg("d6", "d7");
    writer.putPushRegReg("x1", "x2");
    writer.putPushRegReg("x3", "x4");
    writer.putPushRegReg("x5", "x6");
    writer.putPushRegReg("x7", "x20");
    writer.putPushRegReg("x21", "x22");
    writer.putPushRegReg("x23", "x24");
    writer.putPushRegReg("x25", "x26");
    writer.putPushRegReg("x27", "x28");
    writer.putPushRegReg("x29", "lr");
    writer.putSubRegRegImm("sp", "sp", 16);
    writer.putStrRegRegOffset("x0", "sp", 0);
    writer.putCallAddressWithArguments(artController.replacedMethods.findReplacementFromQuickCode, ["x0", "x19"]);
    writer.putCmpRegReg("x0", "xzr");
    writer.putBCondLabel("eq", "restore_registers");
    writer.putStrRegRegOffset("x0", "sp", 0);
    writer.putLabel("restore_registers");
    writer.putLdrRegRegOffset("x0", "sp", 0);
    writer.putAddRegRegImm("sp", "sp", 16);
    writer.putPopRegReg("x29", "lr");
    writer.putPopRegReg("x27", "x28");
    writer.putPopRegReg("x25", "x26");
    writer.putPopRegReg("x23", "x24");
    writer.putPopRegReg("x21", "x22");
    writer.putPopRegReg("x7", "x20");
    writer.putPopRegReg("x5", "x6");
    writer.putPopRegReg("x3", "x4");
    writer.putPopRegReg("x1", "x2");
    writer.putPopRegReg("d6", "d7");
    writer.putPopRegReg("d4", "d5");
    writer.putPopRegReg("d2", "d3");
    writer.putPopRegReg("d0", "d1");
    writer.putBCondLabel("ne", "invoke_replacement");
    do {
      offset = relocator.readOne();
    } while (offset < redirectSize && !relocator.eoi);
    relocator.writeAll();
    if (!relocator.eoi) {
      const scratchReg = Array.from(availableScratchRegs)[0];
      writer.putLdrRegAddress(scratchReg, target.add(offset));
      writer.putBrReg(scratchReg);
    }
    writer.putLabel("invoke_replacement");
    writer.putLdrRegRegOffset("x16", "x0", artMethodOffsets.quickCode);
    writer.putBrReg("x16");
    writer.flush();
  });
  return offset;
}
var artQuickCodePrologueWriters = {
  ia32: writeArtQuickCodePrologueX86,
  x64: writeArtQuickCodePrologueX86,
  arm: writeArtQuickCodePrologueArm,
  arm64: writeArtQuickCodePrologueArm64
};
function writeArtQuickCodePrologueX86(target, trampoline, redirectSize) {
  Memory.patchCode(target, 16, (code4) => {
    const writer = new X86Writer(code4, { pc: target });
    writer.putJmpAddress(trampoline);
    writer.flush();
  });
}
function writeArtQuickCodePrologueArm(target, trampoline, redirectSize) {
  const targetAddress = target.and(THUMB_BIT_REMOVAL_MASK);
  Memory.patchCode(targetAddress, 16, (code4) => {
    const writer = new ThumbWriter(code4, { pc: targetAddress });
    writer.putLdrRegAddress("pc", trampoline.or(1));
    writer.flush();
  });
}
function writeArtQuickCodePrologueArm64(target, trampoline, redirectSize) {
  Memory.patchCode(target, 16, (code4) => {
    const writer = new Arm64Writer(code4, { pc: target });
    if (redirectSize === 16) {
      writer.putLdrRegAddress("x16", trampoline);
    } else {
      writer.putAdrpRegAddress("x16", trampoline);
    }
    writer.putBrReg("x16");
    writer.flush();
  });
}
var artQuickCodeHookRedirectSize = {
  ia32: 5,
  x64: 16,
  arm: 8,
  arm64: 16
};
var ArtQuickCodeInterceptor = class {
  constructor(quickCode) {
    this.quickCode = quickCode;
    this.quickCodeAddress = Process.arch === "arm" ? quickCode.and(THUMB_BIT_REMOVAL_MASK) : quickCode;
    this.redirectSize = 0;
    this.trampoline = null;
    this.overwrittenPrologue = null;
    this.overwrittenPrologueLength = 0;
  }
  _canRelocateCode(relocationSize, constraints) {
    const Writer = thunkWriters[Process.arch];
    const Relocator = thunkRelocators[Process.arch];
    const { quickCodeAddress } = this;
    const writer = new Writer(quickCodeAddress);
    const relocator = new Relocator(quickCodeAddress, writer);
    let offset;
    if (Process.arch === "arm64") {
      let availableScratchRegs = /* @__PURE__ */ new Set(["x16", "x17"]);
      do {
        const nextOffset = relocator.readOne();
        const nextScratchRegs = new Set(availableScratchRegs);
        const { read: read3, written } = relocator.input.regsAccessed;
        for (const regs of [read3, written]) {
          for (const reg of regs) {
            let name2;
            if (reg.startsWith("w")) {
              name2 = "x" + reg.substring(1);
            } else {
              name2 = reg;
            }
            nextScratchRegs.delete(name2);
          }
        }
        if (nextScratchRegs.size === 0) {
          break;
        }
        offset = nextOffset;
        availableScratchRegs = nextScratchRegs;
      } while (offset < relocationSize && !relocator.eoi);
      constraints.availableScratchRegs = availableScratchRegs;
    } else {
      do {
        offset = relocator.readOne();
      } while (offset < relocationSize && !relocator.eoi);
    }
    return offset >= relocationSize;
  }
  _allocateTrampoline() {
    if (trampolineAllocator === null) {
      const trampolineSize = pointerSize5 === 4 ? 128 : 256;
      trampolineAllocator = makeAllocator(trampolineSize);
    }
    const maxRedirectSize = artQuickCodeHookRedirectSize[Process.arch];
    let redirectSize, spec;
    let alignment = 1;
    const constraints = {};
    if (pointerSize5 === 4 || this._canRelocateCode(maxRedirectSize, constraints)) {
      redirectSize = maxRedirectSize;
      spec = {};
    } else {
      let maxDistance;
      if (Process.arch === "x64") {
        redirectSize = 5;
        maxDistance = X86_JMP_MAX_DISTANCE;
      } else if (Process.arch === "arm64") {
        redirectSize = 8;
        maxDistance = ARM64_ADRP_MAX_DISTANCE;
        alignment = 4096;
      }
      spec = { near: this.quickCodeAddress, maxDistance };
    }
    this.redirectSize = redirectSize;
    this.trampoline = trampolineAllocator.allocateSlice(spec, alignment);
    return constraints;
  }
  _destroyTrampoline() {
    trampolineAllocator.freeSlice(this.trampoline);
  }
  activate(vm3) {
    const constraints = this._allocateTrampoline();
    const { trampoline, quickCode, redirectSize } = this;
    const writeTrampoline = artQuickCodeReplacementTrampolineWriters[Process.arch];
    const prologueLength = writeTrampoline(trampoline, quickCode, redirectSize, constraints, vm3);
    this.overwrittenPrologueLength = prologueLength;
    this.overwrittenPrologue = Memory.dup(this.quickCodeAddress, prologueLength);
    const writePrologue = artQuickCodePrologueWriters[Process.arch];
    writePrologue(quickCode, trampoline, redirectSize);
  }
  deactivate() {
    const { quickCodeAddress, overwrittenPrologueLength: prologueLength } = this;
    const Writer = thunkWriters[Process.arch];
    Memory.patchCode(quickCodeAddress, prologueLength, (code4) => {
      const writer = new Writer(code4, { pc: quickCodeAddress });
      const { overwrittenPrologue } = this;
      writer.putBytes(overwrittenPrologue.readByteArray(prologueLength));
      writer.flush();
    });
    this._destroyTrampoline();
  }
};
function isArtQuickEntrypoint(address3) {
  const api2 = getApi();
  const { module: m, artClassLinker } = api2;
  return address3.equals(artClassLinker.quickGenericJniTrampoline) || address3.equals(artClassLinker.quickToInterpreterBridgeTrampoline) || address3.equals(artClassLinker.quickResolutionTrampoline) || address3.equals(artClassLinker.quickImtConflictTrampoline) || address3.compare(m.base) >= 0 && address3.compare(m.base.add(m.size)) < 0;
}
var ArtMethodMangler = class {
  constructor(opaqueMethodId) {
    const methodId = unwrapMethodId(opaqueMethodId);
    this.methodId = methodId;
    this.originalMethod = null;
    this.hookedMethodId = methodId;
    this.replacementMethodId = null;
    this.interceptor = null;
  }
  replace(impl, isInstanceMethod, argTypes, vm3, api2) {
    const { kAccCompileDontBother, artNterpEntryPoint } = api2;
    this.originalMethod = fetchArtMethod(this.methodId, vm3);
    const originalFlags = this.originalMethod.accessFlags;
    if ((originalFlags & kAccXposedHookedMethod) !== 0 && xposedIsSupported()) {
      const hookInfo = this.originalMethod.jniCode;
      this.hookedMethodId = hookInfo.add(2 * pointerSize5).readPointer();
      this.originalMethod = fetchArtMethod(this.hookedMethodId, vm3);
    }
    const { hookedMethodId } = this;
    const replacementMethodId = cloneArtMethod(hookedMethodId, vm3);
    this.replacementMethodId = replacementMethodId;
    patchArtMethod(replacementMethodId, {
      jniCode: impl,
      accessFlags: (originalFlags & ~(kAccCriticalNative | kAccFastNative | kAccNterpEntryPointFastPathFlag) | kAccNative | kAccCompileDontBother) >>> 0,
      quickCode: api2.artClassLinker.quickGenericJniTrampoline,
      interpreterCode: api2.artInterpreterToCompiledCodeBridge
    }, vm3);
    let hookedMethodRemovedFlags = kAccFastInterpreterToInterpreterInvoke | kAccSingleImplementation | kAccNterpEntryPointFastPathFlag;
    if ((originalFlags & kAccNative) === 0) {
      hookedMethodRemovedFlags |= kAccSkipAccessChecks;
    }
    patchArtMethod(hookedMethodId, {
      accessFlags: (originalFlags & ~hookedMethodRemovedFlags | kAccCompileDontBother) >>> 0
    }, vm3);
    const quickCode = this.originalMethod.quickCode;
    if (artNterpEntryPoint !== null && quickCode.equals(artNterpEntryPoint)) {
      patchArtMethod(hookedMethodId, {
        quickCode: api2.artQuickToInterpreterBridge
      }, vm3);
    }
    if (!isArtQuickEntrypoint(quickCode)) {
      const interceptor = new ArtQuickCodeInterceptor(quickCode);
      interceptor.activate(vm3);
      this.interceptor = interceptor;
    }
    artController.replacedMethods.set(hookedMethodId, replacementMethodId);
    notifyArtMethodHooked(hookedMethodId, vm3);
  }
  revert(vm3) {
    const { hookedMethodId, interceptor } = this;
    patchArtMethod(hookedMethodId, this.originalMethod, vm3);
    artController.replacedMethods.delete(hookedMethodId);
    if (interceptor !== null) {
      interceptor.deactivate();
      this.interceptor = null;
    }
  }
  resolveTarget(wrapper, isInstanceMethod, env, api2) {
    return this.hookedMethodId;
  }
};
function xposedIsSupported() {
  return getAndroidApiLevel() < 28;
}
function fetchArtMethod(methodId, vm3) {
  const artMethodSpec = getArtMethodSpec(vm3);
  const artMethodOffset = artMethodSpec.offset;
  return ["jniCode", "accessFlags", "quickCode", "interpreterCode"].reduce((original, name2) => {
    const offset = artMethodOffset[name2];
    if (offset === void 0) {
      return original;
    }
    const address3 = methodId.add(offset);
    const read3 = name2 === "accessFlags" ? readU32 : readPointer;
    original[name2] = read3.call(address3);
    return original;
  }, {});
}
function patchArtMethod(methodId, patches, vm3) {
  const artMethodSpec = getArtMethodSpec(vm3);
  const artMethodOffset = artMethodSpec.offset;
  Object.keys(patches).forEach((name2) => {
    const offset = artMethodOffset[name2];
    if (offset === void 0) {
      return;
    }
    const address3 = methodId.add(offset);
    const write3 = name2 === "accessFlags" ? writeU32 : writePointer;
    write3.call(address3, patches[name2]);
  });
}
var DalvikMethodMangler = class {
  constructor(methodId) {
    this.methodId = methodId;
    this.originalMethod = null;
  }
  replace(impl, isInstanceMethod, argTypes, vm3, api2) {
    const { methodId } = this;
    this.originalMethod = Memory.dup(methodId, DVM_METHOD_SIZE);
    let argsSize = argTypes.reduce((acc, t) => acc + t.size, 0);
    if (isInstanceMethod) {
      argsSize++;
    }
    const accessFlags = (methodId.add(DVM_METHOD_OFFSET_ACCESS_FLAGS).readU32() | kAccNative) >>> 0;
    const registersSize = argsSize;
    const outsSize = 0;
    const insSize = argsSize;
    methodId.add(DVM_METHOD_OFFSET_ACCESS_FLAGS).writeU32(accessFlags);
    methodId.add(DVM_METHOD_OFFSET_REGISTERS_SIZE).writeU16(registersSize);
    methodId.add(DVM_METHOD_OFFSET_OUTS_SIZE).writeU16(outsSize);
    methodId.add(DVM_METHOD_OFFSET_INS_SIZE).writeU16(insSize);
    methodId.add(DVM_METHOD_OFFSET_JNI_ARG_INFO).writeU32(computeDalvikJniArgInfo(methodId));
    api2.dvmUseJNIBridge(methodId, impl);
  }
  revert(vm3) {
    Memory.copy(this.methodId, this.originalMethod, DVM_METHOD_SIZE);
  }
  resolveTarget(wrapper, isInstanceMethod, env, api2) {
    const thread = env.handle.add(DVM_JNI_ENV_OFFSET_SELF).readPointer();
    let objectPtr;
    if (isInstanceMethod) {
      objectPtr = api2.dvmDecodeIndirectRef(thread, wrapper.$h);
    } else {
      const h = wrapper.$borrowClassHandle(env);
      objectPtr = api2.dvmDecodeIndirectRef(thread, h.value);
      h.unref(env);
    }
    let classObject;
    if (isInstanceMethod) {
      classObject = objectPtr.add(DVM_OBJECT_OFFSET_CLAZZ).readPointer();
    } else {
      classObject = objectPtr;
    }
    const classKey = classObject.toString(16);
    let entry2 = patchedClasses.get(classKey);
    if (entry2 === void 0) {
      const vtablePtr = classObject.add(DVM_CLASS_OBJECT_OFFSET_VTABLE);
      const vtableCountPtr = classObject.add(DVM_CLASS_OBJECT_OFFSET_VTABLE_COUNT);
      const vtable2 = vtablePtr.readPointer();
      const vtableCount = vtableCountPtr.readS32();
      const vtableSize = vtableCount * pointerSize5;
      const shadowVtable = Memory.alloc(2 * vtableSize);
      Memory.copy(shadowVtable, vtable2, vtableSize);
      vtablePtr.writePointer(shadowVtable);
      entry2 = {
        classObject,
        vtablePtr,
        vtableCountPtr,
        vtable: vtable2,
        vtableCount,
        shadowVtable,
        shadowVtableCount: vtableCount,
        targetMethods: /* @__PURE__ */ new Map()
      };
      patchedClasses.set(classKey, entry2);
    }
    const methodKey = this.methodId.toString(16);
    let targetMethod = entry2.targetMethods.get(methodKey);
    if (targetMethod === void 0) {
      targetMethod = Memory.dup(this.originalMethod, DVM_METHOD_SIZE);
      const methodIndex = entry2.shadowVtableCount++;
      entry2.shadowVtable.add(methodIndex * pointerSize5).writePointer(targetMethod);
      targetMethod.add(DVM_METHOD_OFFSET_METHOD_INDEX).writeU16(methodIndex);
      entry2.vtableCountPtr.writeS32(entry2.shadowVtableCount);
      entry2.targetMethods.set(methodKey, targetMethod);
    }
    return targetMethod;
  }
};
function computeDalvikJniArgInfo(methodId) {
  if (Process.arch !== "ia32") {
    return DALVIK_JNI_NO_ARG_INFO;
  }
  const shorty = methodId.add(DVM_METHOD_OFFSET_SHORTY).readPointer().readCString();
  if (shorty === null || shorty.length === 0 || shorty.length > 65535) {
    return DALVIK_JNI_NO_ARG_INFO;
  }
  let returnType;
  switch (shorty[0]) {
    case "V":
      returnType = DALVIK_JNI_RETURN_VOID;
      break;
    case "F":
      returnType = DALVIK_JNI_RETURN_FLOAT;
      break;
    case "D":
      returnType = DALVIK_JNI_RETURN_DOUBLE;
      break;
    case "J":
      returnType = DALVIK_JNI_RETURN_S8;
      break;
    case "Z":
    case "B":
      returnType = DALVIK_JNI_RETURN_S1;
      break;
    case "C":
      returnType = DALVIK_JNI_RETURN_U2;
      break;
    case "S":
      returnType = DALVIK_JNI_RETURN_S2;
      break;
    default:
      returnType = DALVIK_JNI_RETURN_S4;
      break;
  }
  let hints = 0;
  for (let i = shorty.length - 1; i > 0; i--) {
    const ch = shorty[i];
    hints += ch === "D" || ch === "J" ? 2 : 1;
  }
  return returnType << DALVIK_JNI_RETURN_SHIFT | hints;
}
function cloneArtMethod(method2, vm3) {
  const api2 = getApi();
  if (getAndroidApiLevel() < 23) {
    const thread = api2["art::Thread::CurrentFromGdb"]();
    return api2["art::mirror::Object::Clone"](method2, thread);
  }
  return Memory.dup(method2, getArtMethodSpec(vm3).size);
}
function deoptimizeMethod(vm3, env, method2) {
  requestDeoptimization(vm3, env, kSelectiveDeoptimization, method2);
}
function deoptimizeEverything(vm3, env) {
  requestDeoptimization(vm3, env, kFullDeoptimization);
}
function deoptimizeBootImage(vm3, env) {
  const api2 = getApi();
  if (getAndroidApiLevel() < 26) {
    throw new Error("This API is only available on Android >= 8.0");
  }
  withRunnableArtThread(vm3, env, (thread) => {
    api2["art::Runtime::DeoptimizeBootImage"](api2.artRuntime);
  });
}
function requestDeoptimization(vm3, env, kind, method2) {
  const api2 = getApi();
  if (getAndroidApiLevel() < 24) {
    throw new Error("This API is only available on Android >= 7.0");
  }
  withRunnableArtThread(vm3, env, (thread) => {
    if (getAndroidApiLevel() < 30) {
      if (!api2.isJdwpStarted()) {
        const session2 = startJdwp(api2);
        jdwpSessions.push(session2);
      }
      if (!api2.isDebuggerActive()) {
        api2["art::Dbg::GoActive"]();
      }
      const request = Memory.alloc(8 + pointerSize5);
      request.writeU32(kind);
      switch (kind) {
        case kFullDeoptimization:
          break;
        case kSelectiveDeoptimization:
          request.add(8).writePointer(method2);
          break;
        default:
          throw new Error("Unsupported deoptimization kind");
      }
      api2["art::Dbg::RequestDeoptimization"](request);
      api2["art::Dbg::ManageDeoptimization"]();
    } else {
      const instrumentation = api2.artInstrumentation;
      if (instrumentation === null) {
        throw new Error("Unable to find Instrumentation class in ART; please file a bug");
      }
      const enableDeopt = api2["art::Instrumentation::EnableDeoptimization"];
      if (enableDeopt !== void 0) {
        const deoptimizationEnabled = !!instrumentation.add(getArtInstrumentationSpec().offset.deoptimizationEnabled).readU8();
        if (!deoptimizationEnabled) {
          enableDeopt(instrumentation);
        }
      }
      switch (kind) {
        case kFullDeoptimization:
          api2["art::Instrumentation::DeoptimizeEverything"](instrumentation, Memory.allocUtf8String("frida"));
          break;
        case kSelectiveDeoptimization:
          api2["art::Instrumentation::Deoptimize"](instrumentation, method2);
          break;
        default:
          throw new Error("Unsupported deoptimization kind");
      }
    }
  });
}
var JdwpSession = class {
  constructor() {
    const libart = Process.getModuleByName("libart.so");
    const acceptImpl = libart.getExportByName("_ZN3art4JDWP12JdwpAdbState6AcceptEv");
    const receiveClientFdImpl = libart.getExportByName("_ZN3art4JDWP12JdwpAdbState15ReceiveClientFdEv");
    const controlPair = makeSocketPair();
    const clientPair = makeSocketPair();
    this._controlFd = controlPair[0];
    this._clientFd = clientPair[0];
    let acceptListener = null;
    acceptListener = Interceptor.attach(acceptImpl, function(args) {
      const state = args[0];
      const controlSockPtr = Memory.scanSync(state.add(8252), 256, "00 ff ff ff ff 00")[0].address.add(1);
      controlSockPtr.writeS32(controlPair[1]);
      acceptListener.detach();
    });
    Interceptor.replace(receiveClientFdImpl, new NativeCallback(function(state) {
      Interceptor.revert(receiveClientFdImpl);
      return clientPair[1];
    }, "int", ["pointer"]));
    Interceptor.flush();
    this._handshakeRequest = this._performHandshake();
  }
  async _performHandshake() {
    const input = new UnixInputStream(this._clientFd, { autoClose: false });
    const output = new UnixOutputStream(this._clientFd, { autoClose: false });
    const handshakePacket = [74, 68, 87, 80, 45, 72, 97, 110, 100, 115, 104, 97, 107, 101];
    try {
      await output.writeAll(handshakePacket);
      await input.readAll(handshakePacket.length);
    } catch (e) {
    }
  }
};
function startJdwp(api2) {
  const session2 = new JdwpSession();
  api2["art::Dbg::SetJdwpAllowed"](1);
  const options = makeJdwpOptions();
  api2["art::Dbg::ConfigureJdwp"](options);
  const startDebugger = api2["art::InternalDebuggerControlCallback::StartDebugger"];
  if (startDebugger !== void 0) {
    startDebugger(NULL);
  } else {
    api2["art::Dbg::StartJdwp"]();
  }
  return session2;
}
function makeJdwpOptions() {
  const kJdwpTransportAndroidAdb = getAndroidApiLevel() < 28 ? 2 : 3;
  const kJdwpPortFirstAvailable = 0;
  const transport = kJdwpTransportAndroidAdb;
  const server = true;
  const suspend = false;
  const port = kJdwpPortFirstAvailable;
  const size = 8 + STD_STRING_SIZE + 2;
  const result = Memory.alloc(size);
  result.writeU32(transport).add(4).writeU8(server ? 1 : 0).add(1).writeU8(suspend ? 1 : 0).add(1).add(STD_STRING_SIZE).writeU16(port);
  return result;
}
function makeSocketPair() {
  if (socketpair === null) {
    socketpair = new NativeFunction(
      Process.getModuleByName("libc.so").getExportByName("socketpair"),
      "int",
      ["int", "int", "int", "pointer"]
    );
  }
  const buf = Memory.alloc(8);
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, buf) === -1) {
    throw new Error("Unable to create socketpair for JDWP");
  }
  return [
    buf.readS32(),
    buf.add(4).readS32()
  ];
}
function makeAddGlobalRefFallbackForAndroid5(api2) {
  const offset = getArtVMSpec().offset;
  const lock = api2.vm.add(offset.globalsLock);
  const table2 = api2.vm.add(offset.globals);
  const add3 = api2["art::IndirectReferenceTable::Add"];
  const acquire = api2["art::ReaderWriterMutex::ExclusiveLock"];
  const release2 = api2["art::ReaderWriterMutex::ExclusiveUnlock"];
  const IRT_FIRST_SEGMENT = 0;
  return function(vm3, thread, obj) {
    acquire(lock, thread);
    try {
      return add3(table2, IRT_FIRST_SEGMENT, obj);
    } finally {
      release2(lock, thread);
    }
  };
}
function makeDecodeGlobalFallback(api2) {
  const decode2 = api2["art::Thread::DecodeJObject"];
  if (decode2 === void 0) {
    throw new Error("art::Thread::DecodeJObject is not available; please file a bug");
  }
  return function(vm3, thread, ref) {
    return decode2(thread, ref);
  };
}
var threadStateTransitionRecompilers = {
  ia32: recompileExceptionClearForX86,
  x64: recompileExceptionClearForX86,
  arm: recompileExceptionClearForArm,
  arm64: recompileExceptionClearForArm64
};
function makeArtThreadStateTransitionImpl(vm3, env, callback) {
  const api2 = getApi();
  const envVtable = env.handle.readPointer();
  let exceptionClearImpl;
  const innerExceptionClearImpl = api2.find("_ZN3art3JNIILb1EE14ExceptionClearEP7_JNIEnv");
  if (innerExceptionClearImpl !== null) {
    exceptionClearImpl = innerExceptionClearImpl;
  } else {
    exceptionClearImpl = envVtable.add(ENV_VTABLE_OFFSET_EXCEPTION_CLEAR).readPointer();
  }
  let nextFuncImpl;
  const innerNextFuncImpl = api2.find("_ZN3art3JNIILb1EE10FatalErrorEP7_JNIEnvPKc");
  if (innerNextFuncImpl !== null) {
    nextFuncImpl = innerNextFuncImpl;
  } else {
    nextFuncImpl = envVtable.add(ENV_VTABLE_OFFSET_FATAL_ERROR).readPointer();
  }
  const recompile = threadStateTransitionRecompilers[Process.arch];
  if (recompile === void 0) {
    throw new Error("Not yet implemented for " + Process.arch);
  }
  let perform = null;
  const threadOffsets = getArtThreadSpec(vm3).offset;
  const exceptionOffset = threadOffsets.exception;
  const neuteredOffsets = /* @__PURE__ */ new Set();
  const isReportedOffset = threadOffsets.isExceptionReportedToInstrumentation;
  if (isReportedOffset !== null) {
    neuteredOffsets.add(isReportedOffset);
  }
  const throwLocationStartOffset = threadOffsets.throwLocation;
  if (throwLocationStartOffset !== null) {
    neuteredOffsets.add(throwLocationStartOffset);
    neuteredOffsets.add(throwLocationStartOffset + pointerSize5);
    neuteredOffsets.add(throwLocationStartOffset + 2 * pointerSize5);
  }
  const codeSize = 65536;
  const code4 = Memory.alloc(codeSize);
  Memory.patchCode(code4, codeSize, (buffer) => {
    perform = recompile(buffer, code4, exceptionClearImpl, nextFuncImpl, exceptionOffset, neuteredOffsets, callback);
  });
  perform._code = code4;
  perform._callback = callback;
  return perform;
}
function recompileExceptionClearForX86(buffer, pc, exceptionClearImpl, nextFuncImpl, exceptionOffset, neuteredOffsets, callback) {
  const blocks = {};
  const branchTargets = /* @__PURE__ */ new Set();
  const pending = [exceptionClearImpl];
  while (pending.length > 0) {
    let current = pending.shift();
    const alreadyCovered = Object.values(blocks).some(({ begin, end }) => current.compare(begin) >= 0 && current.compare(end) < 0);
    if (alreadyCovered) {
      continue;
    }
    const blockAddressKey = current.toString();
    let block = {
      begin: current
    };
    let lastInsn = null;
    let reachedEndOfBlock = false;
    do {
      if (current.equals(nextFuncImpl)) {
        reachedEndOfBlock = true;
        break;
      }
      const insn = Instruction.parse(current);
      lastInsn = insn;
      const existingBlock = blocks[insn.address.toString()];
      if (existingBlock !== void 0) {
        delete blocks[existingBlock.begin.toString()];
        blocks[blockAddressKey] = existingBlock;
        existingBlock.begin = block.begin;
        block = null;
        break;
      }
      let branchTarget = null;
      switch (insn.mnemonic) {
        case "jmp":
          branchTarget = ptr(insn.operands[0].value);
          reachedEndOfBlock = true;
          break;
        case "je":
        case "jg":
        case "jle":
        case "jne":
        case "js":
          branchTarget = ptr(insn.operands[0].value);
          break;
        case "ret":
          reachedEndOfBlock = true;
          break;
      }
      if (branchTarget !== null) {
        branchTargets.add(branchTarget.toString());
        pending.push(branchTarget);
        pending.sort((a, b) => a.compare(b));
      }
      current = insn.next;
    } while (!reachedEndOfBlock);
    if (block !== null) {
      block.end = lastInsn.address.add(lastInsn.size);
      blocks[blockAddressKey] = block;
    }
  }
  const blocksOrdered = Object.keys(blocks).map((key) => blocks[key]);
  blocksOrdered.sort((a, b) => a.begin.compare(b.begin));
  const entryBlock = blocks[exceptionClearImpl.toString()];
  blocksOrdered.splice(blocksOrdered.indexOf(entryBlock), 1);
  blocksOrdered.unshift(entryBlock);
  const writer = new X86Writer(buffer, { pc });
  let foundCore = false;
  let threadReg = null;
  blocksOrdered.forEach((block) => {
    const size = block.end.sub(block.begin).toInt32();
    const relocator = new X86Relocator(block.begin, writer);
    let offset;
    while ((offset = relocator.readOne()) !== 0) {
      const insn = relocator.input;
      const { mnemonic } = insn;
      const insnAddressId = insn.address.toString();
      if (branchTargets.has(insnAddressId)) {
        writer.putLabel(insnAddressId);
      }
      let keep = true;
      switch (mnemonic) {
        case "jmp":
          writer.putJmpNearLabel(branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "je":
        case "jg":
        case "jle":
        case "jne":
        case "js":
          writer.putJccNearLabel(mnemonic, branchLabelFromOperand(insn.operands[0]), "no-hint");
          keep = false;
          break;
        /*
         * JNI::ExceptionClear(), when checked JNI is off.
         */
        case "mov": {
          const [dst, src] = insn.operands;
          if (dst.type === "mem" && src.type === "imm") {
            const dstValue = dst.value;
            const dstOffset = dstValue.disp;
            if (dstOffset === exceptionOffset && src.value.valueOf() === 0) {
              threadReg = dstValue.base;
              writer.putPushfx();
              writer.putPushax();
              writer.putMovRegReg("xbp", "xsp");
              if (pointerSize5 === 4) {
                writer.putAndRegU32("esp", 4294967280);
              } else {
                const scratchReg = threadReg !== "rdi" ? "rdi" : "rsi";
                writer.putMovRegU64(scratchReg, uint64("0xfffffffffffffff0"));
                writer.putAndRegReg("rsp", scratchReg);
              }
              writer.putCallAddressWithAlignedArguments(callback, [threadReg]);
              writer.putMovRegReg("xsp", "xbp");
              writer.putPopax();
              writer.putPopfx();
              foundCore = true;
              keep = false;
            } else if (neuteredOffsets.has(dstOffset) && dstValue.base === threadReg) {
              keep = false;
            }
          }
          break;
        }
        /*
         * CheckJNI::ExceptionClear, when checked JNI is on. Wrapper that calls JNI::ExceptionClear().
         */
        case "call": {
          const target = insn.operands[0];
          if (target.type === "mem" && target.value.disp === ENV_VTABLE_OFFSET_EXCEPTION_CLEAR) {
            if (pointerSize5 === 4) {
              writer.putPopReg("eax");
              writer.putMovRegRegOffsetPtr("eax", "eax", 4);
              writer.putPushReg("eax");
            } else {
              writer.putMovRegRegOffsetPtr("rdi", "rdi", 8);
            }
            writer.putCallAddressWithArguments(callback, []);
            foundCore = true;
            keep = false;
          }
          break;
        }
      }
      if (keep) {
        relocator.writeAll();
      } else {
        relocator.skipOne();
      }
      if (offset === size) {
        break;
      }
    }
    relocator.dispose();
  });
  writer.dispose();
  if (!foundCore) {
    throwThreadStateTransitionParseError();
  }
  return new NativeFunction(pc, "void", ["pointer"], nativeFunctionOptions3);
}
function recompileExceptionClearForArm(buffer, pc, exceptionClearImpl, nextFuncImpl, exceptionOffset, neuteredOffsets, callback) {
  const blocks = {};
  const branchTargets = /* @__PURE__ */ new Set();
  const thumbBitRemovalMask = ptr(1).not();
  const pending = [exceptionClearImpl];
  while (pending.length > 0) {
    let current = pending.shift();
    const alreadyCovered = Object.values(blocks).some(({ begin: begin2, end }) => current.compare(begin2) >= 0 && current.compare(end) < 0);
    if (alreadyCovered) {
      continue;
    }
    const begin = current.and(thumbBitRemovalMask);
    const blockId = begin.toString();
    const thumbBit = current.and(1);
    let block = {
      begin
    };
    let lastInsn = null;
    let reachedEndOfBlock = false;
    let ifThenBlockRemaining = 0;
    do {
      if (current.equals(nextFuncImpl)) {
        reachedEndOfBlock = true;
        break;
      }
      const insn = Instruction.parse(current);
      const { mnemonic } = insn;
      lastInsn = insn;
      const currentAddress = current.and(thumbBitRemovalMask);
      const insnId = currentAddress.toString();
      const existingBlock = blocks[insnId];
      if (existingBlock !== void 0) {
        delete blocks[existingBlock.begin.toString()];
        blocks[blockId] = existingBlock;
        existingBlock.begin = block.begin;
        block = null;
        break;
      }
      const isOutsideIfThenBlock = ifThenBlockRemaining === 0;
      let branchTarget = null;
      switch (mnemonic) {
        case "b":
          branchTarget = ptr(insn.operands[0].value);
          reachedEndOfBlock = isOutsideIfThenBlock;
          break;
        case "beq.w":
        case "beq":
        case "bne":
        case "bne.w":
        case "bgt":
          branchTarget = ptr(insn.operands[0].value);
          break;
        case "cbz":
        case "cbnz":
          branchTarget = ptr(insn.operands[1].value);
          break;
        case "pop.w":
          if (isOutsideIfThenBlock) {
            reachedEndOfBlock = insn.operands.filter((op) => op.value === "pc").length === 1;
          }
          break;
      }
      switch (mnemonic) {
        case "it":
          ifThenBlockRemaining = 1;
          break;
        case "itt":
          ifThenBlockRemaining = 2;
          break;
        case "ittt":
          ifThenBlockRemaining = 3;
          break;
        case "itttt":
          ifThenBlockRemaining = 4;
          break;
        default:
          if (ifThenBlockRemaining > 0) {
            ifThenBlockRemaining--;
          }
          break;
      }
      if (branchTarget !== null) {
        branchTargets.add(branchTarget.toString());
        pending.push(branchTarget.or(thumbBit));
        pending.sort((a, b) => a.compare(b));
      }
      current = insn.next;
    } while (!reachedEndOfBlock);
    if (block !== null) {
      block.end = lastInsn.address.add(lastInsn.size);
      blocks[blockId] = block;
    }
  }
  const blocksOrdered = Object.keys(blocks).map((key) => blocks[key]);
  blocksOrdered.sort((a, b) => a.begin.compare(b.begin));
  const entryBlock = blocks[exceptionClearImpl.and(thumbBitRemovalMask).toString()];
  blocksOrdered.splice(blocksOrdered.indexOf(entryBlock), 1);
  blocksOrdered.unshift(entryBlock);
  const writer = new ThumbWriter(buffer, { pc });
  let foundCore = false;
  let threadReg = null;
  let realImplReg = null;
  blocksOrdered.forEach((block) => {
    const relocator = new ThumbRelocator(block.begin, writer);
    let address3 = block.begin;
    const end = block.end;
    let size = 0;
    do {
      const offset = relocator.readOne();
      if (offset === 0) {
        throw new Error("Unexpected end of block");
      }
      const insn = relocator.input;
      address3 = insn.address;
      size = insn.size;
      const { mnemonic } = insn;
      const insnAddressId = address3.toString();
      if (branchTargets.has(insnAddressId)) {
        writer.putLabel(insnAddressId);
      }
      let keep = true;
      switch (mnemonic) {
        case "b":
          writer.putBLabel(branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "beq.w":
          writer.putBCondLabelWide("eq", branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "bne.w":
          writer.putBCondLabelWide("ne", branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "beq":
        case "bne":
        case "bgt":
          writer.putBCondLabelWide(mnemonic.substr(1), branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "cbz": {
          const ops = insn.operands;
          writer.putCbzRegLabel(ops[0].value, branchLabelFromOperand(ops[1]));
          keep = false;
          break;
        }
        case "cbnz": {
          const ops = insn.operands;
          writer.putCbnzRegLabel(ops[0].value, branchLabelFromOperand(ops[1]));
          keep = false;
          break;
        }
        /*
         * JNI::ExceptionClear(), when checked JNI is off.
         */
        case "str":
        case "str.w": {
          const dstValue = insn.operands[1].value;
          const dstOffset = dstValue.disp;
          if (dstOffset === exceptionOffset) {
            threadReg = dstValue.base;
            const nzcvqReg = threadReg !== "r4" ? "r4" : "r5";
            const clobberedRegs = ["r0", "r1", "r2", "r3", nzcvqReg, "r9", "r12", "lr"];
            writer.putPushRegs(clobberedRegs);
            writer.putMrsRegReg(nzcvqReg, "apsr-nzcvq");
            writer.putCallAddressWithArguments(callback, [threadReg]);
            writer.putMsrRegReg("apsr-nzcvq", nzcvqReg);
            writer.putPopRegs(clobberedRegs);
            foundCore = true;
            keep = false;
          } else if (neuteredOffsets.has(dstOffset) && dstValue.base === threadReg) {
            keep = false;
          }
          break;
        }
        /*
         * CheckJNI::ExceptionClear, when checked JNI is on. Wrapper that calls JNI::ExceptionClear().
         */
        case "ldr": {
          const [dstOp, srcOp] = insn.operands;
          if (srcOp.type === "mem") {
            const src = srcOp.value;
            if (src.base[0] === "r" && src.disp === ENV_VTABLE_OFFSET_EXCEPTION_CLEAR) {
              realImplReg = dstOp.value;
            }
          }
          break;
        }
        case "blx":
          if (insn.operands[0].value === realImplReg) {
            writer.putLdrRegRegOffset("r0", "r0", 4);
            writer.putCallAddressWithArguments(callback, ["r0"]);
            foundCore = true;
            realImplReg = null;
            keep = false;
          }
          break;
      }
      if (keep) {
        relocator.writeAll();
      } else {
        relocator.skipOne();
      }
    } while (!address3.add(size).equals(end));
    relocator.dispose();
  });
  writer.dispose();
  if (!foundCore) {
    throwThreadStateTransitionParseError();
  }
  return new NativeFunction(pc.or(1), "void", ["pointer"], nativeFunctionOptions3);
}
function recompileExceptionClearForArm64(buffer, pc, exceptionClearImpl, nextFuncImpl, exceptionOffset, neuteredOffsets, callback) {
  const blocks = {};
  const branchTargets = /* @__PURE__ */ new Set();
  const pending = [exceptionClearImpl];
  while (pending.length > 0) {
    let current = pending.shift();
    const alreadyCovered = Object.values(blocks).some(({ begin, end }) => current.compare(begin) >= 0 && current.compare(end) < 0);
    if (alreadyCovered) {
      continue;
    }
    const blockAddressKey = current.toString();
    let block = {
      begin: current
    };
    let lastInsn = null;
    let reachedEndOfBlock = false;
    do {
      if (current.equals(nextFuncImpl)) {
        reachedEndOfBlock = true;
        break;
      }
      let insn;
      try {
        insn = Instruction.parse(current);
      } catch (e) {
        if (current.readU32() === 0) {
          reachedEndOfBlock = true;
          break;
        } else {
          throw e;
        }
      }
      lastInsn = insn;
      const existingBlock = blocks[insn.address.toString()];
      if (existingBlock !== void 0) {
        delete blocks[existingBlock.begin.toString()];
        blocks[blockAddressKey] = existingBlock;
        existingBlock.begin = block.begin;
        block = null;
        break;
      }
      let branchTarget = null;
      switch (insn.mnemonic) {
        case "b":
          branchTarget = ptr(insn.operands[0].value);
          reachedEndOfBlock = true;
          break;
        case "b.eq":
        case "b.ne":
        case "b.le":
        case "b.gt":
          branchTarget = ptr(insn.operands[0].value);
          break;
        case "cbz":
        case "cbnz":
          branchTarget = ptr(insn.operands[1].value);
          break;
        case "tbz":
        case "tbnz":
          branchTarget = ptr(insn.operands[2].value);
          break;
        case "ret":
          reachedEndOfBlock = true;
          break;
      }
      if (branchTarget !== null) {
        branchTargets.add(branchTarget.toString());
        pending.push(branchTarget);
        pending.sort((a, b) => a.compare(b));
      }
      current = insn.next;
    } while (!reachedEndOfBlock);
    if (block !== null) {
      block.end = lastInsn.address.add(lastInsn.size);
      blocks[blockAddressKey] = block;
    }
  }
  const blocksOrdered = Object.keys(blocks).map((key) => blocks[key]);
  blocksOrdered.sort((a, b) => a.begin.compare(b.begin));
  const entryBlock = blocks[exceptionClearImpl.toString()];
  blocksOrdered.splice(blocksOrdered.indexOf(entryBlock), 1);
  blocksOrdered.unshift(entryBlock);
  const writer = new Arm64Writer(buffer, { pc });
  writer.putBLabel("performTransition");
  const invokeCallback = pc.add(writer.offset);
  writer.putPushAllXRegisters();
  writer.putCallAddressWithArguments(callback, ["x0"]);
  writer.putPopAllXRegisters();
  writer.putRet();
  writer.putLabel("performTransition");
  let foundCore = false;
  let threadReg = null;
  let realImplReg = null;
  blocksOrdered.forEach((block) => {
    const size = block.end.sub(block.begin).toInt32();
    const relocator = new Arm64Relocator(block.begin, writer);
    let offset;
    while ((offset = relocator.readOne()) !== 0) {
      const insn = relocator.input;
      const { mnemonic } = insn;
      const insnAddressId = insn.address.toString();
      if (branchTargets.has(insnAddressId)) {
        writer.putLabel(insnAddressId);
      }
      let keep = true;
      switch (mnemonic) {
        case "b":
          writer.putBLabel(branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "b.eq":
        case "b.ne":
        case "b.le":
        case "b.gt":
          writer.putBCondLabel(mnemonic.substr(2), branchLabelFromOperand(insn.operands[0]));
          keep = false;
          break;
        case "cbz": {
          const ops = insn.operands;
          writer.putCbzRegLabel(ops[0].value, branchLabelFromOperand(ops[1]));
          keep = false;
          break;
        }
        case "cbnz": {
          const ops = insn.operands;
          writer.putCbnzRegLabel(ops[0].value, branchLabelFromOperand(ops[1]));
          keep = false;
          break;
        }
        case "tbz": {
          const ops = insn.operands;
          writer.putTbzRegImmLabel(ops[0].value, ops[1].value.valueOf(), branchLabelFromOperand(ops[2]));
          keep = false;
          break;
        }
        case "tbnz": {
          const ops = insn.operands;
          writer.putTbnzRegImmLabel(ops[0].value, ops[1].value.valueOf(), branchLabelFromOperand(ops[2]));
          keep = false;
          break;
        }
        /*
         * JNI::ExceptionClear(), when checked JNI is off.
         */
        case "str": {
          const ops = insn.operands;
          const srcReg = ops[0].value;
          const dstValue = ops[1].value;
          const dstOffset = dstValue.disp;
          if (srcReg === "xzr" && dstOffset === exceptionOffset) {
            threadReg = dstValue.base;
            writer.putPushRegReg("x0", "lr");
            writer.putMovRegReg("x0", threadReg);
            writer.putBlImm(invokeCallback);
            writer.putPopRegReg("x0", "lr");
            foundCore = true;
            keep = false;
          } else if (neuteredOffsets.has(dstOffset) && dstValue.base === threadReg) {
            keep = false;
          }
          break;
        }
        /*
         * CheckJNI::ExceptionClear, when checked JNI is on. Wrapper that calls JNI::ExceptionClear().
         */
        case "ldr": {
          const ops = insn.operands;
          const src = ops[1].value;
          if (src.base[0] === "x" && src.disp === ENV_VTABLE_OFFSET_EXCEPTION_CLEAR) {
            realImplReg = ops[0].value;
          }
          break;
        }
        case "blr":
          if (insn.operands[0].value === realImplReg) {
            writer.putLdrRegRegOffset("x0", "x0", 8);
            writer.putCallAddressWithArguments(callback, ["x0"]);
            foundCore = true;
            realImplReg = null;
            keep = false;
          }
          break;
      }
      if (keep) {
        relocator.writeAll();
      } else {
        relocator.skipOne();
      }
      if (offset === size) {
        break;
      }
    }
    relocator.dispose();
  });
  writer.dispose();
  if (!foundCore) {
    throwThreadStateTransitionParseError();
  }
  return new NativeFunction(pc, "void", ["pointer"], nativeFunctionOptions3);
}
function throwThreadStateTransitionParseError() {
  throw new Error("Unable to parse ART internals; please file a bug");
}
function fixupArtQuickDeliverExceptionBug(api2) {
  const prettyMethod = api2["art::ArtMethod::PrettyMethod"];
  if (prettyMethod === void 0) {
    return;
  }
  Interceptor.attach(prettyMethod.impl, artController.hooks.ArtMethod.prettyMethod);
  Interceptor.flush();
}
function branchLabelFromOperand(op) {
  return ptr(op.value).toString();
}
function makeCxxMethodWrapperReturningPointerByValueGeneric(address3, argTypes) {
  return new NativeFunction(address3, "pointer", argTypes, nativeFunctionOptions3);
}
function makeCxxMethodWrapperReturningPointerByValueInFirstArg(address3, argTypes) {
  const impl = new NativeFunction(address3, "void", ["pointer"].concat(argTypes), nativeFunctionOptions3);
  return function() {
    const resultPtr = Memory.alloc(pointerSize5);
    impl(resultPtr, ...arguments);
    return resultPtr.readPointer();
  };
}
function makeCxxMethodWrapperReturningStdStringByValue(impl, argTypes) {
  const { arch } = Process;
  switch (arch) {
    case "ia32":
    case "arm64": {
      let thunk;
      if (arch === "ia32") {
        thunk = makeThunk(64, (writer) => {
          const argCount = 1 + argTypes.length;
          const argvSize = argCount * 4;
          writer.putSubRegImm("esp", argvSize);
          for (let i = 0; i !== argCount; i++) {
            const offset = i * 4;
            writer.putMovRegRegOffsetPtr("eax", "esp", argvSize + 4 + offset);
            writer.putMovRegOffsetPtrReg("esp", offset, "eax");
          }
          writer.putCallAddress(impl);
          writer.putAddRegImm("esp", argvSize - 4);
          writer.putRet();
        });
      } else {
        thunk = makeThunk(32, (writer) => {
          writer.putMovRegReg("x8", "x0");
          argTypes.forEach((t, i) => {
            writer.putMovRegReg("x" + i, "x" + (i + 1));
          });
          writer.putLdrRegAddress("x7", impl);
          writer.putBrReg("x7");
        });
      }
      const invokeThunk = new NativeFunction(thunk, "void", ["pointer"].concat(argTypes), nativeFunctionOptions3);
      const wrapper = function(...args) {
        invokeThunk(...args);
      };
      wrapper.handle = thunk;
      wrapper.impl = impl;
      return wrapper;
    }
    default: {
      const result = new NativeFunction(impl, "void", ["pointer"].concat(argTypes), nativeFunctionOptions3);
      result.impl = impl;
      return result;
    }
  }
}
var StdString = class {
  constructor() {
    this.handle = Memory.alloc(STD_STRING_SIZE);
  }
  dispose() {
    const [data, isTiny] = this._getData();
    if (!isTiny) {
      getApi().$delete(data);
    }
  }
  disposeToString() {
    const result = this.toString();
    this.dispose();
    return result;
  }
  toString() {
    const [data] = this._getData();
    return data.readUtf8String();
  }
  _getData() {
    const str = this.handle;
    const isTiny = (str.readU8() & 1) === 0;
    const data = isTiny ? str.add(1) : str.add(2 * pointerSize5).readPointer();
    return [data, isTiny];
  }
};
var StdVector = class {
  $delete() {
    this.dispose();
    getApi().$delete(this);
  }
  constructor(storage, elementSize) {
    this.handle = storage;
    this._begin = storage;
    this._end = storage.add(pointerSize5);
    this._storage = storage.add(2 * pointerSize5);
    this._elementSize = elementSize;
  }
  init() {
    this.begin = NULL;
    this.end = NULL;
    this.storage = NULL;
  }
  dispose() {
    getApi().$delete(this.begin);
  }
  get begin() {
    return this._begin.readPointer();
  }
  set begin(value) {
    this._begin.writePointer(value);
  }
  get end() {
    return this._end.readPointer();
  }
  set end(value) {
    this._end.writePointer(value);
  }
  get storage() {
    return this._storage.readPointer();
  }
  set storage(value) {
    this._storage.writePointer(value);
  }
  get size() {
    return this.end.sub(this.begin).toInt32() / this._elementSize;
  }
};
var HandleVector = class _HandleVector extends StdVector {
  static $new() {
    const vector = new _HandleVector(getApi().$new(STD_VECTOR_SIZE));
    vector.init();
    return vector;
  }
  constructor(storage) {
    super(storage, pointerSize5);
  }
  get handles() {
    const result = [];
    let cur = this.begin;
    const end = this.end;
    while (!cur.equals(end)) {
      result.push(cur.readPointer());
      cur = cur.add(pointerSize5);
    }
    return result;
  }
};
var BHS_OFFSET_LINK = 0;
var BHS_OFFSET_NUM_REFS = pointerSize5;
var BHS_SIZE = BHS_OFFSET_NUM_REFS + 4;
var kNumReferencesVariableSized = -1;
var BaseHandleScope = class _BaseHandleScope {
  $delete() {
    this.dispose();
    getApi().$delete(this);
  }
  constructor(storage) {
    this.handle = storage;
    this._link = storage.add(BHS_OFFSET_LINK);
    this._numberOfReferences = storage.add(BHS_OFFSET_NUM_REFS);
  }
  init(link2, numberOfReferences) {
    this.link = link2;
    this.numberOfReferences = numberOfReferences;
  }
  dispose() {
  }
  get link() {
    return new _BaseHandleScope(this._link.readPointer());
  }
  set link(value) {
    this._link.writePointer(value);
  }
  get numberOfReferences() {
    return this._numberOfReferences.readS32();
  }
  set numberOfReferences(value) {
    this._numberOfReferences.writeS32(value);
  }
};
var VSHS_OFFSET_SELF = alignPointerOffset(BHS_SIZE);
var VSHS_OFFSET_CURRENT_SCOPE = VSHS_OFFSET_SELF + pointerSize5;
var VSHS_SIZE = VSHS_OFFSET_CURRENT_SCOPE + pointerSize5;
var VariableSizedHandleScope = class _VariableSizedHandleScope extends BaseHandleScope {
  static $new(thread, vm3) {
    const scope = new _VariableSizedHandleScope(getApi().$new(VSHS_SIZE));
    scope.init(thread, vm3);
    return scope;
  }
  constructor(storage) {
    super(storage);
    this._self = storage.add(VSHS_OFFSET_SELF);
    this._currentScope = storage.add(VSHS_OFFSET_CURRENT_SCOPE);
    const kLocalScopeSize = 64;
    const kSizeOfReferencesPerScope = kLocalScopeSize - pointerSize5 - 4 - 4;
    const kNumReferencesPerScope = kSizeOfReferencesPerScope / 4;
    this._scopeLayout = FixedSizeHandleScope.layoutForCapacity(kNumReferencesPerScope);
    this._topHandleScopePtr = null;
  }
  init(thread, vm3) {
    const topHandleScopePtr = thread.add(getArtThreadSpec(vm3).offset.topHandleScope);
    this._topHandleScopePtr = topHandleScopePtr;
    super.init(topHandleScopePtr.readPointer(), kNumReferencesVariableSized);
    this.self = thread;
    this.currentScope = FixedSizeHandleScope.$new(this._scopeLayout);
    topHandleScopePtr.writePointer(this);
  }
  dispose() {
    this._topHandleScopePtr.writePointer(this.link);
    let scope;
    while ((scope = this.currentScope) !== null) {
      const next = scope.link;
      scope.$delete();
      this.currentScope = next;
    }
  }
  get self() {
    return this._self.readPointer();
  }
  set self(value) {
    this._self.writePointer(value);
  }
  get currentScope() {
    const storage = this._currentScope.readPointer();
    if (storage.isNull()) {
      return null;
    }
    return new FixedSizeHandleScope(storage, this._scopeLayout);
  }
  set currentScope(value) {
    this._currentScope.writePointer(value);
  }
  newHandle(object) {
    return this.currentScope.newHandle(object);
  }
};
var FixedSizeHandleScope = class _FixedSizeHandleScope extends BaseHandleScope {
  static $new(layout) {
    const scope = new _FixedSizeHandleScope(getApi().$new(layout.size), layout);
    scope.init();
    return scope;
  }
  constructor(storage, layout) {
    super(storage);
    const { offset } = layout;
    this._refsStorage = storage.add(offset.refsStorage);
    this._pos = storage.add(offset.pos);
    this._layout = layout;
  }
  init() {
    super.init(NULL, this._layout.numberOfReferences);
    this.pos = 0;
  }
  get pos() {
    return this._pos.readU32();
  }
  set pos(value) {
    this._pos.writeU32(value);
  }
  newHandle(object) {
    const pos = this.pos;
    const handle = this._refsStorage.add(pos * 4);
    handle.writeS32(object.toInt32());
    this.pos = pos + 1;
    return handle;
  }
  static layoutForCapacity(numRefs) {
    const refsStorage = BHS_SIZE;
    const pos = refsStorage + numRefs * 4;
    return {
      size: pos + 4,
      numberOfReferences: numRefs,
      offset: {
        refsStorage,
        pos
      }
    };
  }
};
var objectVisitorPredicateFactories = {
  arm: function(needle, onMatch) {
    const size = Process.pageSize;
    const predicate = Memory.alloc(size);
    Memory.protect(predicate, size, "rwx");
    const onMatchCallback = new NativeCallback(onMatch, "void", ["pointer"]);
    predicate._onMatchCallback = onMatchCallback;
    const instructions = [
      26625,
      // ldr r1, [r0]
      18947,
      // ldr r2, =needle
      17041,
      // cmp r1, r2
      53505,
      // bne mismatch
      19202,
      // ldr r3, =onMatch
      18200,
      // bx r3
      18288,
      // bx lr
      48896
      // nop
    ];
    const needleOffset = instructions.length * 2;
    const onMatchOffset = needleOffset + 4;
    const codeSize = onMatchOffset + 4;
    Memory.patchCode(predicate, codeSize, function(address3) {
      instructions.forEach((instruction, index) => {
        address3.add(index * 2).writeU16(instruction);
      });
      address3.add(needleOffset).writeS32(needle);
      address3.add(onMatchOffset).writePointer(onMatchCallback);
    });
    return predicate.or(1);
  },
  arm64: function(needle, onMatch) {
    const size = Process.pageSize;
    const predicate = Memory.alloc(size);
    Memory.protect(predicate, size, "rwx");
    const onMatchCallback = new NativeCallback(onMatch, "void", ["pointer"]);
    predicate._onMatchCallback = onMatchCallback;
    const instructions = [
      3107979265,
      // ldr w1, [x0]
      402653378,
      // ldr w2, =needle
      1795293247,
      // cmp w1, w2
      1409286241,
      // b.ne mismatch
      1476395139,
      // ldr x3, =onMatch
      3592355936,
      // br x3
      3596551104
      // ret
    ];
    const needleOffset = instructions.length * 4;
    const onMatchOffset = needleOffset + 4;
    const codeSize = onMatchOffset + 8;
    Memory.patchCode(predicate, codeSize, function(address3) {
      instructions.forEach((instruction, index) => {
        address3.add(index * 4).writeU32(instruction);
      });
      address3.add(needleOffset).writeS32(needle);
      address3.add(onMatchOffset).writePointer(onMatchCallback);
    });
    return predicate;
  }
};
function makeObjectVisitorPredicate(needle, onMatch) {
  const factory = objectVisitorPredicateFactories[Process.arch] || makeGenericObjectVisitorPredicate;
  return factory(needle, onMatch);
}
function makeGenericObjectVisitorPredicate(needle, onMatch) {
  return new NativeCallback((object) => {
    const klass = object.readS32();
    if (klass === needle) {
      onMatch(object);
    }
  }, "void", ["pointer", "pointer"]);
}
function alignPointerOffset(offset) {
  const remainder = offset % pointerSize5;
  if (remainder !== 0) {
    return offset + pointerSize5 - remainder;
  }
  return offset;
}

// node_modules/frida-java-bridge/lib/jvm.js
var jsizeSize2 = 4;
var { pointerSize: pointerSize6 } = Process;
var JVM_ACC_NATIVE = 256;
var JVM_ACC_IS_OLD = 65536;
var JVM_ACC_IS_OBSOLETE = 131072;
var JVM_ACC_NOT_C2_COMPILABLE = 33554432;
var JVM_ACC_NOT_C1_COMPILABLE = 67108864;
var JVM_ACC_NOT_C2_OSR_COMPILABLE = 134217728;
var nativeFunctionOptions4 = {
  exceptions: "propagate"
};
var getJvmMethodSpec = memoize(_getJvmMethodSpec);
var getJvmInstanceKlassSpec = memoize(_getJvmInstanceKlassSpec);
var getJvmThreadSpec = memoize(_getJvmThreadSpec);
var cachedApi2 = null;
var manglersScheduled = false;
var replaceManglers = /* @__PURE__ */ new Map();
var revertManglers = /* @__PURE__ */ new Map();
function getApi2() {
  if (cachedApi2 === null) {
    cachedApi2 = _getApi2();
  }
  return cachedApi2;
}
function _getApi2() {
  const vmModules = Process.enumerateModules().filter((m) => /jvm.(dll|dylib|so)$/.test(m.name));
  if (vmModules.length === 0) {
    return null;
  }
  const vmModule = vmModules[0];
  const temporaryApi = {
    flavor: "jvm"
  };
  const pending = Process.platform === "windows" ? [{
    module: vmModule,
    functions: {
      JNI_GetCreatedJavaVMs: ["JNI_GetCreatedJavaVMs", "int", ["pointer", "int", "pointer"]],
      JVM_Sleep: ["JVM_Sleep", "void", ["pointer", "pointer", "long"]],
      "VMThread::execute": ["VMThread::execute", "void", ["pointer"]],
      "Method::size": ["Method::size", "int", ["int"]],
      "Method::set_native_function": ["Method::set_native_function", "void", ["pointer", "pointer", "int"]],
      "Method::clear_native_function": ["Method::clear_native_function", "void", ["pointer"]],
      "Method::jmethod_id": ["Method::jmethod_id", "pointer", ["pointer"]],
      "ClassLoaderDataGraph::classes_do": ["ClassLoaderDataGraph::classes_do", "void", ["pointer"]],
      "NMethodSweeper::sweep_code_cache": ["NMethodSweeper::sweep_code_cache", "void", []],
      "OopMapCache::flush_obsolete_entries": ["OopMapCache::flush_obsolete_entries", "void", ["pointer"]]
    },
    variables: {
      "VM_RedefineClasses::`vftable'": function(address3) {
        this.vtableRedefineClasses = address3;
      },
      "VM_RedefineClasses::doit": function(address3) {
        this.redefineClassesDoIt = address3;
      },
      "VM_RedefineClasses::doit_prologue": function(address3) {
        this.redefineClassesDoItPrologue = address3;
      },
      "VM_RedefineClasses::doit_epilogue": function(address3) {
        this.redefineClassesDoItEpilogue = address3;
      },
      "VM_RedefineClasses::allow_nested_vm_operations": function(address3) {
        this.redefineClassesAllow = address3;
      },
      "NMethodSweeper::_traversals": function(address3) {
        this.traversals = address3;
      },
      "NMethodSweeper::_should_sweep": function(address3) {
        this.shouldSweep = address3;
      }
    },
    optionals: []
  }] : [{
    module: vmModule,
    functions: {
      JNI_GetCreatedJavaVMs: ["JNI_GetCreatedJavaVMs", "int", ["pointer", "int", "pointer"]],
      _ZN6Method4sizeEb: ["Method::size", "int", ["int"]],
      _ZN6Method19set_native_functionEPhb: ["Method::set_native_function", "void", ["pointer", "pointer", "int"]],
      _ZN6Method21clear_native_functionEv: ["Method::clear_native_function", "void", ["pointer"]],
      // JDK >= 17
      _ZN6Method24restore_unshareable_infoEP10JavaThread: ["Method::restore_unshareable_info", "void", ["pointer", "pointer"]],
      // JDK < 17
      _ZN6Method24restore_unshareable_infoEP6Thread: ["Method::restore_unshareable_info", "void", ["pointer", "pointer"]],
      _ZN6Method11link_methodERK12methodHandleP10JavaThread: ["Method::link_method", "void", ["pointer", "pointer", "pointer"]],
      _ZN6Method10jmethod_idEv: ["Method::jmethod_id", "pointer", ["pointer"]],
      _ZN6Method10clear_codeEv: function(address3) {
        const clearCode = new NativeFunction(address3, "void", ["pointer"], nativeFunctionOptions4);
        this["Method::clear_code"] = function(thisPtr) {
          clearCode(thisPtr);
        };
      },
      _ZN6Method10clear_codeEb: function(address3) {
        const clearCode = new NativeFunction(address3, "void", ["pointer", "int"], nativeFunctionOptions4);
        const lock = 0;
        this["Method::clear_code"] = function(thisPtr) {
          clearCode(thisPtr, lock);
        };
      },
      // JDK >= 13
      _ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass: ["VM_RedefineClasses::mark_dependent_code", "void", ["pointer", "pointer"]],
      _ZN18VM_RedefineClasses20flush_dependent_codeEv: ["VM_RedefineClasses::flush_dependent_code", "void", []],
      // JDK < 13
      _ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread: ["VM_RedefineClasses::flush_dependent_code", "void", ["pointer", "pointer", "pointer"]],
      // JDK < 10
      _ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread: ["VM_RedefineClasses::flush_dependent_code", "void", ["pointer", "pointer", "pointer"]],
      _ZN19ResolvedMethodTable21adjust_method_entriesEPb: ["ResolvedMethodTable::adjust_method_entries", "void", ["pointer"]],
      // JDK < 10
      _ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb: ["MemberNameTable::adjust_method_entries", "void", ["pointer", "pointer", "pointer"]],
      _ZN17ConstantPoolCache21adjust_method_entriesEPb: function(address3) {
        const adjustMethod = new NativeFunction(address3, "void", ["pointer", "pointer"], nativeFunctionOptions4);
        this["ConstantPoolCache::adjust_method_entries"] = function(thisPtr, holderPtr, tracePtr) {
          adjustMethod(thisPtr, tracePtr);
        };
      },
      // JDK < 13
      _ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb: function(address3) {
        const adjustMethod = new NativeFunction(address3, "void", ["pointer", "pointer", "pointer"], nativeFunctionOptions4);
        this["ConstantPoolCache::adjust_method_entries"] = function(thisPtr, holderPtr, tracePtr) {
          adjustMethod(thisPtr, holderPtr, tracePtr);
        };
      },
      _ZN20ClassLoaderDataGraph10classes_doEP12KlassClosure: ["ClassLoaderDataGraph::classes_do", "void", ["pointer"]],
      _ZN20ClassLoaderDataGraph22clean_deallocate_listsEb: ["ClassLoaderDataGraph::clean_deallocate_lists", "void", ["int"]],
      _ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_: ["JavaThread::thread_from_jni_environment", "pointer", ["pointer"]],
      _ZN8VMThread7executeEP12VM_Operation: ["VMThread::execute", "void", ["pointer"]],
      _ZN11OopMapCache22flush_obsolete_entriesEv: ["OopMapCache::flush_obsolete_entries", "void", ["pointer"]],
      _ZN14NMethodSweeper11force_sweepEv: ["NMethodSweeper::force_sweep", "void", []],
      _ZN14NMethodSweeper16sweep_code_cacheEv: ["NMethodSweeper::sweep_code_cache", "void", []],
      _ZN14NMethodSweeper17sweep_in_progressEv: ["NMethodSweeper::sweep_in_progress", "bool", []],
      JVM_Sleep: ["JVM_Sleep", "void", ["pointer", "pointer", "long"]]
    },
    variables: {
      // JDK <= 9
      _ZN18VM_RedefineClasses14_the_class_oopE: function(address3) {
        this.redefineClass = address3;
      },
      // 9 < JDK < 13
      _ZN18VM_RedefineClasses10_the_classE: function(address3) {
        this.redefineClass = address3;
      },
      // JDK < 13
      _ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass: function(address3) {
        this.doKlass = address3;
      },
      // JDK >= 13
      _ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass: function(address3) {
        this.doKlass = address3;
      },
      _ZTV18VM_RedefineClasses: function(address3) {
        this.vtableRedefineClasses = address3;
      },
      _ZN18VM_RedefineClasses4doitEv: function(address3) {
        this.redefineClassesDoIt = address3;
      },
      _ZN18VM_RedefineClasses13doit_prologueEv: function(address3) {
        this.redefineClassesDoItPrologue = address3;
      },
      _ZN18VM_RedefineClasses13doit_epilogueEv: function(address3) {
        this.redefineClassesDoItEpilogue = address3;
      },
      _ZN18VM_RedefineClassesD0Ev: function(address3) {
        this.redefineClassesDispose0 = address3;
      },
      _ZN18VM_RedefineClassesD1Ev: function(address3) {
        this.redefineClassesDispose1 = address3;
      },
      _ZNK18VM_RedefineClasses26allow_nested_vm_operationsEv: function(address3) {
        this.redefineClassesAllow = address3;
      },
      _ZNK18VM_RedefineClasses14print_on_errorEP12outputStream: function(address3) {
        this.redefineClassesOnError = address3;
      },
      // JDK >= 17
      _ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread: function(address3) {
        this.createNewDefaultVtableIndices = address3;
      },
      // JDK < 17
      _ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread: function(address3) {
        this.createNewDefaultVtableIndices = address3;
      },
      _ZN19Abstract_VM_Version19jre_release_versionEv: function(address3) {
        const getVersion = new NativeFunction(address3, "pointer", [], nativeFunctionOptions4);
        const versionS = getVersion().readCString();
        this.version = versionS.startsWith("1.8") ? 8 : versionS.startsWith("9.") ? 9 : parseInt(versionS.slice(0, 2), 10);
        this.versionS = versionS;
      },
      _ZN14NMethodSweeper11_traversalsE: function(address3) {
        this.traversals = address3;
      },
      _ZN14NMethodSweeper21_sweep_fractions_leftE: function(address3) {
        this.fractions = address3;
      },
      _ZN14NMethodSweeper13_should_sweepE: function(address3) {
        this.shouldSweep = address3;
      }
    },
    optionals: [
      "_ZN6Method24restore_unshareable_infoEP10JavaThread",
      "_ZN6Method24restore_unshareable_infoEP6Thread",
      "_ZN6Method11link_methodERK12methodHandleP10JavaThread",
      "_ZN6Method10clear_codeEv",
      "_ZN6Method10clear_codeEb",
      "_ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass",
      "_ZN18VM_RedefineClasses20flush_dependent_codeEv",
      "_ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread",
      "_ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread",
      "_ZN19ResolvedMethodTable21adjust_method_entriesEPb",
      "_ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb",
      "_ZN17ConstantPoolCache21adjust_method_entriesEPb",
      "_ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb",
      "_ZN20ClassLoaderDataGraph22clean_deallocate_listsEb",
      "_ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_",
      "_ZN14NMethodSweeper11force_sweepEv",
      "_ZN14NMethodSweeper17sweep_in_progressEv",
      "_ZN18VM_RedefineClasses14_the_class_oopE",
      "_ZN18VM_RedefineClasses10_the_classE",
      "_ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass",
      "_ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass",
      "_ZN18VM_RedefineClassesD0Ev",
      "_ZN18VM_RedefineClassesD1Ev",
      "_ZNK18VM_RedefineClasses14print_on_errorEP12outputStream",
      "_ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread",
      "_ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread",
      "_ZN14NMethodSweeper21_sweep_fractions_leftE"
    ]
  }];
  const missing2 = [];
  pending.forEach(function(api2) {
    const module = api2.module;
    const functions2 = api2.functions || {};
    const variables = api2.variables || {};
    const optionals = new Set(api2.optionals || []);
    const tmp = module.enumerateExports().reduce(function(result, exp) {
      result[exp.name] = exp;
      return result;
    }, {});
    const exportByName = module.enumerateSymbols().reduce(function(result, exp) {
      result[exp.name] = exp;
      return result;
    }, tmp);
    Object.keys(functions2).forEach(function(name2) {
      const exp = exportByName[name2];
      if (exp !== void 0) {
        const signature = functions2[name2];
        if (typeof signature === "function") {
          signature.call(temporaryApi, exp.address);
        } else {
          temporaryApi[signature[0]] = new NativeFunction(exp.address, signature[1], signature[2], nativeFunctionOptions4);
        }
      } else {
        if (!optionals.has(name2)) {
          missing2.push(name2);
        }
      }
    });
    Object.keys(variables).forEach(function(name2) {
      const exp = exportByName[name2];
      if (exp !== void 0) {
        const handler = variables[name2];
        handler.call(temporaryApi, exp.address);
      } else {
        if (!optionals.has(name2)) {
          missing2.push(name2);
        }
      }
    });
  });
  if (missing2.length > 0) {
    throw new Error("Java API only partially available; please file a bug. Missing: " + missing2.join(", "));
  }
  const vms = Memory.alloc(pointerSize6);
  const vmCount = Memory.alloc(jsizeSize2);
  checkJniResult("JNI_GetCreatedJavaVMs", temporaryApi.JNI_GetCreatedJavaVMs(vms, 1, vmCount));
  if (vmCount.readInt() === 0) {
    return null;
  }
  temporaryApi.vm = vms.readPointer();
  const allocatorFunctions = Process.platform === "windows" ? {
    $new: ["??2@YAPEAX_K@Z", "pointer", ["ulong"]],
    $delete: ["??3@YAXPEAX@Z", "void", ["pointer"]]
  } : {
    $new: ["_Znwm", "pointer", ["ulong"]],
    $delete: ["_ZdlPv", "void", ["pointer"]]
  };
  for (const [name2, [rawName, retType, argTypes]] of Object.entries(allocatorFunctions)) {
    let address3 = Module.findGlobalExportByName(rawName);
    if (address3 === null) {
      address3 = DebugSymbol.fromName(rawName).address;
      if (address3.isNull()) {
        throw new Error(`unable to find C++ allocator API, missing: '${rawName}'`);
      }
    }
    temporaryApi[name2] = new NativeFunction(address3, retType, argTypes, nativeFunctionOptions4);
  }
  temporaryApi.jvmti = getEnvJvmti(temporaryApi);
  if (temporaryApi["JavaThread::thread_from_jni_environment"] === void 0) {
    temporaryApi["JavaThread::thread_from_jni_environment"] = makeThreadFromJniHelper(temporaryApi);
  }
  return temporaryApi;
}
function getEnvJvmti(api2) {
  const vm3 = new VM(api2);
  let env;
  vm3.perform(() => {
    const handle = vm3.tryGetEnvHandle(jvmtiVersion.v1_0);
    if (handle === null) {
      throw new Error("JVMTI not available");
    }
    env = new EnvJvmti(handle, vm3);
    const capaBuf = Memory.alloc(8);
    capaBuf.writeU64(jvmtiCapabilities.canTagObjects);
    const result = env.addCapabilities(capaBuf);
    checkJniResult("getEnvJvmti::AddCapabilities", result);
  });
  return env;
}
var threadOffsetParsers = {
  x64: parseX64ThreadOffset
};
function makeThreadFromJniHelper(api2) {
  let offset = null;
  const tryParse = threadOffsetParsers[Process.arch];
  if (tryParse !== void 0) {
    const vm3 = new VM(api2);
    const findClassImpl = vm3.perform((env) => env.handle.readPointer().add(6 * pointerSize6).readPointer());
    offset = parseInstructionsAt(findClassImpl, tryParse, { limit: 11 });
  }
  if (offset === null) {
    return () => {
      throw new Error("Unable to make thread_from_jni_environment() helper for the current architecture");
    };
  }
  return (env) => {
    return env.add(offset);
  };
}
function parseX64ThreadOffset(insn) {
  if (insn.mnemonic !== "lea") {
    return null;
  }
  const { base, disp } = insn.operands[1].value;
  if (!(base === "rdi" && disp < 0)) {
    return null;
  }
  return disp;
}
function ensureClassInitialized2(env, classRef) {
}
var JvmMethodMangler = class {
  constructor(methodId) {
    this.methodId = methodId;
    this.method = methodId.readPointer();
    this.originalMethod = null;
    this.newMethod = null;
    this.resolved = null;
    this.impl = null;
    this.key = methodId.toString(16);
  }
  replace(impl, isInstanceMethod, argTypes, vm3, api2) {
    const { key } = this;
    const mangler = revertManglers.get(key);
    if (mangler !== void 0) {
      revertManglers.delete(key);
      this.method = mangler.method;
      this.originalMethod = mangler.originalMethod;
      this.newMethod = mangler.newMethod;
      this.resolved = mangler.resolved;
    }
    this.impl = impl;
    replaceManglers.set(key, this);
    ensureManglersScheduled(vm3);
  }
  revert(vm3) {
    const { key } = this;
    replaceManglers.delete(key);
    revertManglers.set(key, this);
    ensureManglersScheduled(vm3);
  }
  resolveTarget(wrapper, isInstanceMethod, env, api2) {
    const { resolved, originalMethod, methodId } = this;
    if (resolved !== null) {
      return resolved;
    }
    if (originalMethod === null) {
      return methodId;
    }
    const vip = originalMethod.oldMethod.vtableIndexPtr;
    vip.writeS32(-2);
    const jmethodID = Memory.alloc(pointerSize6);
    jmethodID.writePointer(this.method);
    this.resolved = jmethodID;
    return jmethodID;
  }
};
function ensureManglersScheduled(vm3) {
  if (!manglersScheduled) {
    manglersScheduled = true;
    Script.nextTick(doManglers, vm3);
  }
}
function doManglers(vm3) {
  const localReplaceManglers = new Map(replaceManglers);
  const localRevertManglers = new Map(revertManglers);
  replaceManglers.clear();
  revertManglers.clear();
  manglersScheduled = false;
  vm3.perform((env) => {
    const api2 = getApi2();
    const thread = api2["JavaThread::thread_from_jni_environment"](env.handle);
    let force = false;
    withJvmThread(() => {
      localReplaceManglers.forEach((mangler) => {
        const { method: method2, originalMethod, impl, methodId, newMethod } = mangler;
        if (originalMethod === null) {
          mangler.originalMethod = fetchJvmMethod(method2);
          mangler.newMethod = nativeJvmMethod(method2, impl, thread);
          installJvmMethod(mangler.newMethod, methodId, thread);
        } else {
          api2["Method::set_native_function"](newMethod.method, impl, 0);
        }
      });
      localRevertManglers.forEach((mangler) => {
        const { originalMethod, methodId, newMethod } = mangler;
        if (originalMethod !== null) {
          revertJvmMethod(originalMethod);
          const revert = originalMethod.oldMethod;
          revert.oldMethod = newMethod;
          installJvmMethod(revert, methodId, thread);
          force = true;
        }
      });
    });
    if (force) {
      forceSweep(env.handle);
    }
  });
}
function forceSweep(env) {
  const {
    fractions,
    shouldSweep,
    traversals,
    "NMethodSweeper::sweep_code_cache": sweep,
    "NMethodSweeper::sweep_in_progress": inProgress,
    "NMethodSweeper::force_sweep": force,
    JVM_Sleep: sleep
  } = getApi2();
  if (force !== void 0) {
    Thread.sleep(0.05);
    force();
    Thread.sleep(0.05);
    force();
  } else {
    let trav = traversals.readS64();
    const endTrav = trav + 2;
    while (endTrav > trav) {
      fractions.writeS32(1);
      sleep(env, NULL, 50);
      if (!inProgress()) {
        withJvmThread(() => {
          Thread.sleep(0.05);
        });
      }
      const sweepNotAlreadyInProgress = shouldSweep.readU8() === 0;
      if (sweepNotAlreadyInProgress) {
        fractions.writeS32(1);
        sweep();
      }
      trav = traversals.readS64();
    }
  }
}
function withJvmThread(fn, fnPrologue, fnEpilogue) {
  const {
    execute,
    vtable: vtable2,
    vtableSize,
    doItOffset,
    prologueOffset,
    epilogueOffset
  } = getJvmThreadSpec();
  const vtableDup = Memory.dup(vtable2, vtableSize);
  const vmOperation = Memory.alloc(pointerSize6 * 25);
  vmOperation.writePointer(vtableDup);
  const doIt = new NativeCallback(fn, "void", ["pointer"]);
  vtableDup.add(doItOffset).writePointer(doIt);
  let prologue = null;
  if (fnPrologue !== void 0) {
    prologue = new NativeCallback(fnPrologue, "int", ["pointer"]);
    vtableDup.add(prologueOffset).writePointer(prologue);
  }
  let epilogue = null;
  if (fnEpilogue !== void 0) {
    epilogue = new NativeCallback(fnEpilogue, "void", ["pointer"]);
    vtableDup.add(epilogueOffset).writePointer(epilogue);
  }
  execute(vmOperation);
}
function _getJvmThreadSpec() {
  const {
    vtableRedefineClasses,
    redefineClassesDoIt,
    redefineClassesDoItPrologue,
    redefineClassesDoItEpilogue,
    redefineClassesOnError,
    redefineClassesAllow,
    redefineClassesDispose0,
    redefineClassesDispose1,
    "VMThread::execute": execute
  } = getApi2();
  const vtablePtr = vtableRedefineClasses.add(2 * pointerSize6);
  const vtableSize = 15 * pointerSize6;
  const vtable2 = Memory.dup(vtablePtr, vtableSize);
  const emptyCallback = new NativeCallback(() => {
  }, "void", ["pointer"]);
  let doItOffset, prologueOffset, epilogueOffset;
  for (let offset = 0; offset !== vtableSize; offset += pointerSize6) {
    const element = vtable2.add(offset);
    const value = element.readPointer();
    if (redefineClassesOnError !== void 0 && value.equals(redefineClassesOnError) || redefineClassesDispose0 !== void 0 && value.equals(redefineClassesDispose0) || redefineClassesDispose1 !== void 0 && value.equals(redefineClassesDispose1)) {
      element.writePointer(emptyCallback);
    } else if (value.equals(redefineClassesDoIt)) {
      doItOffset = offset;
    } else if (value.equals(redefineClassesDoItPrologue)) {
      prologueOffset = offset;
      element.writePointer(redefineClassesAllow);
    } else if (value.equals(redefineClassesDoItEpilogue)) {
      epilogueOffset = offset;
      element.writePointer(emptyCallback);
    }
  }
  return {
    execute,
    emptyCallback,
    vtable: vtable2,
    vtableSize,
    doItOffset,
    prologueOffset,
    epilogueOffset
  };
}
function makeMethodMangler2(methodId) {
  return new JvmMethodMangler(methodId);
}
function installJvmMethod(method2, methodId, thread) {
  const { method: handle, oldMethod: old } = method2;
  const api2 = getApi2();
  method2.methodsArray.add(method2.methodIndex * pointerSize6).writePointer(handle);
  if (method2.vtableIndex >= 0) {
    method2.vtable.add(method2.vtableIndex * pointerSize6).writePointer(handle);
  }
  methodId.writePointer(handle);
  old.accessFlagsPtr.writeU32((old.accessFlags | JVM_ACC_IS_OLD | JVM_ACC_IS_OBSOLETE) >>> 0);
  const flushObs = api2["OopMapCache::flush_obsolete_entries"];
  if (flushObs !== void 0) {
    const { oopMapCache } = method2;
    if (!oopMapCache.isNull()) {
      flushObs(oopMapCache);
    }
  }
  const mark = api2["VM_RedefineClasses::mark_dependent_code"];
  const flush2 = api2["VM_RedefineClasses::flush_dependent_code"];
  if (mark !== void 0) {
    mark(NULL, method2.instanceKlass);
    flush2();
  } else {
    flush2(NULL, method2.instanceKlass, thread);
  }
  const traceNamePrinted = Memory.alloc(1);
  traceNamePrinted.writeU8(1);
  api2["ConstantPoolCache::adjust_method_entries"](method2.cache, method2.instanceKlass, traceNamePrinted);
  const klassClosure = Memory.alloc(3 * pointerSize6);
  const doKlassPtr = Memory.alloc(pointerSize6);
  doKlassPtr.writePointer(api2.doKlass);
  klassClosure.writePointer(doKlassPtr);
  klassClosure.add(pointerSize6).writePointer(thread);
  klassClosure.add(2 * pointerSize6).writePointer(thread);
  if (api2.redefineClass !== void 0) {
    api2.redefineClass.writePointer(method2.instanceKlass);
  }
  api2["ClassLoaderDataGraph::classes_do"](klassClosure);
  const rmtAdjustMethodEntries = api2["ResolvedMethodTable::adjust_method_entries"];
  if (rmtAdjustMethodEntries !== void 0) {
    rmtAdjustMethodEntries(traceNamePrinted);
  } else {
    const { memberNames } = method2;
    if (!memberNames.isNull()) {
      const mntAdjustMethodEntries = api2["MemberNameTable::adjust_method_entries"];
      if (mntAdjustMethodEntries !== void 0) {
        mntAdjustMethodEntries(memberNames, method2.instanceKlass, traceNamePrinted);
      }
    }
  }
  const clean = api2["ClassLoaderDataGraph::clean_deallocate_lists"];
  if (clean !== void 0) {
    clean(0);
  }
}
function nativeJvmMethod(method2, impl, thread) {
  const api2 = getApi2();
  const newMethod = fetchJvmMethod(method2);
  newMethod.constPtr.writePointer(newMethod.const);
  const flags = (newMethod.accessFlags | JVM_ACC_NATIVE | JVM_ACC_NOT_C2_COMPILABLE | JVM_ACC_NOT_C1_COMPILABLE | JVM_ACC_NOT_C2_OSR_COMPILABLE) >>> 0;
  newMethod.accessFlagsPtr.writeU32(flags);
  newMethod.signatureHandler.writePointer(NULL);
  newMethod.adapter.writePointer(NULL);
  newMethod.i2iEntry.writePointer(NULL);
  api2["Method::clear_code"](newMethod.method);
  newMethod.dataPtr.writePointer(NULL);
  newMethod.countersPtr.writePointer(NULL);
  newMethod.stackmapPtr.writePointer(NULL);
  api2["Method::clear_native_function"](newMethod.method);
  api2["Method::set_native_function"](newMethod.method, impl, 0);
  api2["Method::restore_unshareable_info"](newMethod.method, thread);
  if (api2.version >= 17) {
    const methodHandle = Memory.alloc(2 * pointerSize6);
    methodHandle.writePointer(newMethod.method);
    methodHandle.add(pointerSize6).writePointer(thread);
    api2["Method::link_method"](newMethod.method, methodHandle, thread);
  }
  return newMethod;
}
function fetchJvmMethod(method2) {
  const spec = getJvmMethodSpec();
  const constMethod = method2.add(spec.method.constMethodOffset).readPointer();
  const constMethodSize = constMethod.add(spec.constMethod.sizeOffset).readS32() * pointerSize6;
  const newConstMethod = Memory.alloc(constMethodSize + spec.method.size);
  Memory.copy(newConstMethod, constMethod, constMethodSize);
  const newMethod = newConstMethod.add(constMethodSize);
  Memory.copy(newMethod, method2, spec.method.size);
  const result = readJvmMethod(newMethod, newConstMethod, constMethodSize);
  const oldMethod = readJvmMethod(method2, constMethod, constMethodSize);
  result.oldMethod = oldMethod;
  return result;
}
function readJvmMethod(method2, constMethod, constMethodSize) {
  const api2 = getApi2();
  const spec = getJvmMethodSpec();
  const constPtr = method2.add(spec.method.constMethodOffset);
  const dataPtr = method2.add(spec.method.methodDataOffset);
  const countersPtr = method2.add(spec.method.methodCountersOffset);
  const accessFlagsPtr = method2.add(spec.method.accessFlagsOffset);
  const accessFlags = accessFlagsPtr.readU32();
  const adapter = spec.getAdapterPointer(method2, constMethod);
  const i2iEntry = method2.add(spec.method.i2iEntryOffset);
  const signatureHandler = method2.add(spec.method.signatureHandlerOffset);
  const constantPool = constMethod.add(spec.constMethod.constantPoolOffset).readPointer();
  const stackmapPtr = constMethod.add(spec.constMethod.stackmapDataOffset);
  const instanceKlass = constantPool.add(spec.constantPool.instanceKlassOffset).readPointer();
  const cache2 = constantPool.add(spec.constantPool.cacheOffset).readPointer();
  const instanceKlassSpec = getJvmInstanceKlassSpec();
  const methods2 = instanceKlass.add(instanceKlassSpec.methodsOffset).readPointer();
  const methodsCount = methods2.readS32();
  const methodsArray = methods2.add(pointerSize6);
  const methodIndex = constMethod.add(spec.constMethod.methodIdnumOffset).readU16();
  const vtableIndexPtr = method2.add(spec.method.vtableIndexOffset);
  const vtableIndex = vtableIndexPtr.readS32();
  const vtable2 = instanceKlass.add(instanceKlassSpec.vtableOffset);
  const oopMapCache = instanceKlass.add(instanceKlassSpec.oopMapCacheOffset).readPointer();
  const memberNames = api2.version >= 10 ? instanceKlass.add(instanceKlassSpec.memberNamesOffset).readPointer() : NULL;
  return {
    method: method2,
    methodSize: spec.method.size,
    const: constMethod,
    constSize: constMethodSize,
    constPtr,
    dataPtr,
    countersPtr,
    stackmapPtr,
    instanceKlass,
    methodsArray,
    methodsCount,
    methodIndex,
    vtableIndex,
    vtableIndexPtr,
    vtable: vtable2,
    accessFlags,
    accessFlagsPtr,
    adapter,
    i2iEntry,
    signatureHandler,
    memberNames,
    cache: cache2,
    oopMapCache
  };
}
function revertJvmMethod(method2) {
  const { oldMethod: old } = method2;
  old.accessFlagsPtr.writeU32(old.accessFlags);
  old.vtableIndexPtr.writeS32(old.vtableIndex);
}
function _getJvmMethodSpec() {
  const api2 = getApi2();
  const { version } = api2;
  let adapterHandlerLocation;
  if (version >= 17) {
    adapterHandlerLocation = "method:early";
  } else if (version >= 9 && version <= 16) {
    adapterHandlerLocation = "const-method";
  } else {
    adapterHandlerLocation = "method:late";
  }
  const isNative = 1;
  const methodSize = api2["Method::size"](isNative) * pointerSize6;
  const constMethodOffset = pointerSize6;
  const methodDataOffset = 2 * pointerSize6;
  const methodCountersOffset = 3 * pointerSize6;
  const adapterInMethodEarlyOffset = 4 * pointerSize6;
  const adapterInMethodEarlySize = adapterHandlerLocation === "method:early" ? pointerSize6 : 0;
  const accessFlagsOffset = adapterInMethodEarlyOffset + adapterInMethodEarlySize;
  const vtableIndexOffset = accessFlagsOffset + 4;
  const i2iEntryOffset = vtableIndexOffset + 4 + 8;
  const adapterInMethodLateOffset = i2iEntryOffset + pointerSize6;
  const adapterInMethodOffset = adapterInMethodEarlySize !== 0 ? adapterInMethodEarlyOffset : adapterInMethodLateOffset;
  const nativeFunctionOffset = methodSize - 2 * pointerSize6;
  const signatureHandlerOffset = methodSize - pointerSize6;
  const constantPoolOffset = 8;
  const stackmapDataOffset = constantPoolOffset + pointerSize6;
  const adapterInConstMethodOffset = stackmapDataOffset + pointerSize6;
  const adapterInConstMethodSize = adapterHandlerLocation === "const-method" ? pointerSize6 : 0;
  const constMethodSizeOffset = adapterInConstMethodOffset + adapterInConstMethodSize;
  const methodIdnumOffset = constMethodSizeOffset + 14;
  const cacheOffset = 2 * pointerSize6;
  const instanceKlassOffset = 3 * pointerSize6;
  const getAdapterPointer = adapterInConstMethodSize !== 0 ? function(method2, constMethod) {
    return constMethod.add(adapterInConstMethodOffset);
  } : function(method2, constMethod) {
    return method2.add(adapterInMethodOffset);
  };
  return {
    getAdapterPointer,
    method: {
      size: methodSize,
      constMethodOffset,
      methodDataOffset,
      methodCountersOffset,
      accessFlagsOffset,
      vtableIndexOffset,
      i2iEntryOffset,
      nativeFunctionOffset,
      signatureHandlerOffset
    },
    constMethod: {
      constantPoolOffset,
      stackmapDataOffset,
      sizeOffset: constMethodSizeOffset,
      methodIdnumOffset
    },
    constantPool: {
      cacheOffset,
      instanceKlassOffset
    }
  };
}
var vtableOffsetParsers = {
  x64: parseX64VTableOffset
};
function _getJvmInstanceKlassSpec() {
  const { version: jvmVersion, createNewDefaultVtableIndices } = getApi2();
  const tryParse = vtableOffsetParsers[Process.arch];
  if (tryParse === void 0) {
    throw new Error(`Missing vtable offset parser for ${Process.arch}`);
  }
  const vtableOffset = parseInstructionsAt(createNewDefaultVtableIndices, tryParse, { limit: 32 });
  if (vtableOffset === null) {
    throw new Error("Unable to deduce vtable offset");
  }
  const oopMultiplier = jvmVersion >= 10 && jvmVersion <= 11 || jvmVersion >= 15 ? 17 : 18;
  const methodsOffset = vtableOffset - 7 * pointerSize6;
  const memberNamesOffset = vtableOffset - 17 * pointerSize6;
  const oopMapCacheOffset = vtableOffset - oopMultiplier * pointerSize6;
  return {
    vtableOffset,
    methodsOffset,
    memberNamesOffset,
    oopMapCacheOffset
  };
}
function parseX64VTableOffset(insn) {
  if (insn.mnemonic !== "mov") {
    return null;
  }
  const dst = insn.operands[0];
  if (dst.type !== "mem") {
    return null;
  }
  const { value: dstValue } = dst;
  if (dstValue.scale !== 1) {
    return null;
  }
  const { disp } = dstValue;
  if (disp < 256) {
    return null;
  }
  const defaultVtableIndicesOffset = disp;
  return defaultVtableIndicesOffset + 16;
}

// node_modules/frida-java-bridge/lib/api.js
var getApi3 = getApi;
try {
  getAndroidVersion();
} catch (e) {
  getApi3 = getApi2;
}
var api_default = getApi3;

// node_modules/frida-java-bridge/lib/class-model.js
var code2 = `#include <json-glib/json-glib.h>
#include <string.h>

#define kAccStatic 0x0008
#define kAccConstructor 0x00010000

typedef struct _Model Model;
typedef struct _EnumerateMethodsContext EnumerateMethodsContext;

typedef struct _JavaApi JavaApi;
typedef struct _JavaClassApi JavaClassApi;
typedef struct _JavaMethodApi JavaMethodApi;
typedef struct _JavaFieldApi JavaFieldApi;

typedef struct _JNIEnv JNIEnv;
typedef guint8 jboolean;
typedef gint32 jint;
typedef jint jsize;
typedef gpointer jobject;
typedef jobject jclass;
typedef jobject jstring;
typedef jobject jarray;
typedef jarray jobjectArray;
typedef gpointer jfieldID;
typedef gpointer jmethodID;

typedef struct _jvmtiEnv jvmtiEnv;
typedef enum
{
  JVMTI_ERROR_NONE = 0
} jvmtiError;

typedef struct _ArtApi ArtApi;
typedef guint32 ArtHeapReference;
typedef struct _ArtObject ArtObject;
typedef struct _ArtClass ArtClass;
typedef struct _ArtClassLinker ArtClassLinker;
typedef struct _ArtClassVisitor ArtClassVisitor;
typedef struct _ArtClassVisitorVTable ArtClassVisitorVTable;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtString ArtString;

typedef union _StdString StdString;
typedef struct _StdStringShort StdStringShort;
typedef struct _StdStringLong StdStringLong;

typedef void (* ArtVisitClassesFunc) (ArtClassLinker * linker, ArtClassVisitor * visitor);
typedef const char * (* ArtGetClassDescriptorFunc) (ArtClass * klass, StdString * storage);
typedef void (* ArtPrettyMethodFunc) (StdString * result, ArtMethod * method, jboolean with_signature);

struct _Model
{
  GHashTable * members;
};

struct _EnumerateMethodsContext
{
  GPatternSpec * class_query;
  GPatternSpec * method_query;
  jboolean include_signature;
  jboolean ignore_case;
  jboolean skip_system_classes;
  GHashTable * groups;
};

struct _JavaClassApi
{
  jmethodID get_declared_methods;
  jmethodID get_declared_fields;
};

struct _JavaMethodApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaFieldApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaApi
{
  jvmtiEnv * jvmti;
  JavaClassApi clazz;
  JavaMethodApi method;
  JavaFieldApi field;
};

struct _JNIEnv
{
  gpointer * functions;
};

struct _jvmtiEnv
{
  gpointer * functions;
};

struct _ArtApi
{
  gboolean available;

  guint class_offset_ifields;
  guint class_offset_methods;
  guint class_offset_sfields;
  guint class_offset_copied_methods_offset;

  guint method_size;
  guint method_offset_access_flags;

  guint field_size;
  guint field_offset_access_flags;

  guint alignment_padding;

  ArtClassLinker * linker;
  ArtVisitClassesFunc visit_classes;
  ArtGetClassDescriptorFunc get_class_descriptor;
  ArtPrettyMethodFunc pretty_method;

  void (* free) (gpointer mem);
};

struct _ArtObject
{
  ArtHeapReference klass;
  ArtHeapReference monitor;
};

struct _ArtClass
{
  ArtObject parent;

  ArtHeapReference class_loader;
};

struct _ArtClassVisitor
{
  ArtClassVisitorVTable * vtable;
  gpointer user_data;
};

struct _ArtClassVisitorVTable
{
  void (* reserved1) (ArtClassVisitor * self);
  void (* reserved2) (ArtClassVisitor * self);
  jboolean (* visit) (ArtClassVisitor * self, ArtClass * klass);
};

struct _ArtString
{
  ArtObject parent;

  gint32 count;
  guint32 hash_code;

  union
  {
    guint16 value[0];
    guint8 value_compressed[0];
  };
};

struct _StdStringShort
{
  guint8 size;
  gchar data[(3 * sizeof (gpointer)) - sizeof (guint8)];
};

struct _StdStringLong
{
  gsize capacity;
  gsize size;
  gchar * data;
};

union _StdString
{
  StdStringShort s;
  StdStringLong l;
};

static void model_add_method (Model * self, const gchar * name, jmethodID id, jint modifiers);
static void model_add_field (Model * self, const gchar * name, jfieldID id, jint modifiers);
static void model_free (Model * model);

static jboolean collect_matching_class_methods (ArtClassVisitor * self, ArtClass * klass);
static gchar * finalize_method_groups_to_json (GHashTable * groups);
static GPatternSpec * make_pattern_spec (const gchar * pattern, jboolean ignore_case);
static gchar * class_name_from_signature (const gchar * signature);
static gchar * format_method_signature (const gchar * name, const gchar * signature);
static void append_type (GString * output, const gchar ** type);

static gpointer read_art_array (gpointer object_base, guint field_offset, guint length_size, guint * length);

static void std_string_destroy (StdString * str);
static gchar * std_string_c_str (StdString * self);

extern GMutex lock;
extern GArray * models;
extern JavaApi java_api;
extern ArtApi art_api;

void
init (void)
{
  g_mutex_init (&lock);
  models = g_array_new (FALSE, FALSE, sizeof (Model *));
}

void
finalize (void)
{
  guint n, i;

  n = models->len;
  for (i = 0; i != n; i++)
  {
    Model * model = g_array_index (models, Model *, i);
    model_free (model);
  }

  g_array_unref (models);
  g_mutex_clear (&lock);
}

Model *
model_new (jclass class_handle,
           gpointer class_object,
           JNIEnv * env)
{
  Model * model;
  GHashTable * members;
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * funcs = env->functions;
  jmethodID (* from_reflected_method) (JNIEnv *, jobject) = funcs[7];
  jfieldID (* from_reflected_field) (JNIEnv *, jobject) = funcs[8];
  jobject (* to_reflected_method) (JNIEnv *, jclass, jmethodID, jboolean) = funcs[9];
  jobject (* to_reflected_field) (JNIEnv *, jclass, jfieldID, jboolean) = funcs[12];
  void (* delete_local_ref) (JNIEnv *, jobject) = funcs[23];
  jobject (* call_object_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[34];
  jint (* call_int_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[49];
  const char * (* get_string_utf_chars) (JNIEnv *, jstring, jboolean *) = funcs[169];
  void (* release_string_utf_chars) (JNIEnv *, jstring, const char *) = funcs[170];
  jsize (* get_array_length) (JNIEnv *, jarray) = funcs[171];
  jobject (* get_object_array_element) (JNIEnv *, jobjectArray, jsize) = funcs[173];
  jsize n, i;

  model = g_new (Model, 1);

  members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  model->members = members;

  if (jvmti != NULL)
  {
    gpointer * jf = jvmti->functions - 1;
    jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
    jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
    jvmtiError (* get_class_fields) (jvmtiEnv *, jclass, jint *, jfieldID **) = jf[53];
    jvmtiError (* get_field_name) (jvmtiEnv *, jclass, jfieldID, char **, char **, char **) = jf[60];
    jvmtiError (* get_field_modifiers) (jvmtiEnv *, jclass, jfieldID, jint *) = jf[62];
    jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
    jvmtiError (* get_method_modifiers) (jvmtiEnv *, jmethodID, jint *) = jf[66];
    jint method_count;
    jmethodID * methods;
    jint field_count;
    jfieldID * fields;
    char * name;
    jint modifiers;

    get_class_methods (jvmti, class_handle, &method_count, &methods);
    for (i = 0; i != method_count; i++)
    {
      jmethodID method = methods[i];

      get_method_name (jvmti, method, &name, NULL, NULL);
      get_method_modifiers (jvmti, method, &modifiers);

      model_add_method (model, name, method, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, methods);

    get_class_fields (jvmti, class_handle, &field_count, &fields);
    for (i = 0; i != field_count; i++)
    {
      jfieldID field = fields[i];

      get_field_name (jvmti, class_handle, field, &name, NULL, NULL);
      get_field_modifiers (jvmti, class_handle, field, &modifiers);

      model_add_field (model, name, field, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, fields);
  }
  else if (art_api.available)
  {
    gpointer elements;
    guint n, i;
    const guint field_arrays[] = {
      art_api.class_offset_ifields,
      art_api.class_offset_sfields
    };
    guint field_array_cursor;
    gboolean merged_fields = art_api.class_offset_sfields == 0;

    elements = read_art_array (class_object, art_api.class_offset_methods, sizeof (gsize), NULL);
    n = *(guint16 *) (class_object + art_api.class_offset_copied_methods_offset);
    for (i = 0; i != n; i++)
    {
      jmethodID id;
      guint32 access_flags;
      jboolean is_static;
      jobject method, name;
      const char * name_str;
      jint modifiers;

      id = elements + (i * art_api.method_size);

      access_flags = *(guint32 *) (id + art_api.method_offset_access_flags);
      if ((access_flags & kAccConstructor) != 0)
        continue;
      is_static = (access_flags & kAccStatic) != 0;
      method = to_reflected_method (env, class_handle, id, is_static);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      modifiers = access_flags & 0xffff;

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }

    for (field_array_cursor = 0; field_array_cursor != G_N_ELEMENTS (field_arrays); field_array_cursor++)
    {
      jboolean is_static;

      if (field_arrays[field_array_cursor] == 0)
        continue;

      if (!merged_fields)
        is_static = field_array_cursor == 1;

      elements = read_art_array (class_object, field_arrays[field_array_cursor], sizeof (guint32), &n);
      for (i = 0; i != n; i++)
      {
        jfieldID id;
        guint32 access_flags;
        jobject field, name;
        const char * name_str;
        jint modifiers;

        id = elements + (i * art_api.field_size);

        access_flags = *(guint32 *) (id + art_api.field_offset_access_flags);
        if (merged_fields)
          is_static = (access_flags & kAccStatic) != 0;
        field = to_reflected_field (env, class_handle, id, is_static);
        name = call_object_method (env, field, java_api.field.get_name);
        name_str = get_string_utf_chars (env, name, NULL);
        modifiers = access_flags & 0xffff;

        model_add_field (model, name_str, id, modifiers);

        release_string_utf_chars (env, name, name_str);
        delete_local_ref (env, name);
        delete_local_ref (env, field);
      }
    }
  }
  else
  {
    jobject elements;

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_methods);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject method, name;
      const char * name_str;
      jmethodID id;
      jint modifiers;

      method = get_object_array_element (env, elements, i);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_method (env, method);
      modifiers = call_int_method (env, method, java_api.method.get_modifiers);

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }
    delete_local_ref (env, elements);

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_fields);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject field, name;
      const char * name_str;
      jfieldID id;
      jint modifiers;

      field = get_object_array_element (env, elements, i);
      name = call_object_method (env, field, java_api.field.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_field (env, field);
      modifiers = call_int_method (env, field, java_api.field.get_modifiers);

      model_add_field (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, field);
    }
    delete_local_ref (env, elements);
  }

  g_mutex_lock (&lock);
  g_array_append_val (models, model);
  g_mutex_unlock (&lock);

  return model;
}

static void
model_add_method (Model * self,
                  const gchar * name,
                  jmethodID id,
                  jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;
  const gchar * value;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  value = g_hash_table_lookup (members, key);
  if (value == NULL)
    g_hash_table_insert (members, key, g_strdup_printf ("m:%c0x%zx", type, id));
  else
    g_hash_table_insert (members, key, g_strdup_printf ("%s:%c0x%zx", value, type, id));
}

static void
model_add_field (Model * self,
                 const gchar * name,
                 jfieldID id,
                 jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);
  while (g_hash_table_contains (members, key))
  {
    gchar * new_key = g_strdup_printf ("_%s", key);
    g_free (key);
    key = new_key;
  }

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  g_hash_table_insert (members, key, g_strdup_printf ("f:%c0x%zx", type, id));
}

static void
model_free (Model * model)
{
  g_hash_table_unref (model->members);

  g_free (model);
}

gboolean
model_has (Model * self,
           const gchar * member)
{
  return g_hash_table_contains (self->members, member);
}

const gchar *
model_find (Model * self,
            const gchar * member)
{
  return g_hash_table_lookup (self->members, member);
}

gchar *
model_list (Model * self)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  const gchar * name;

  result = g_string_sized_new (128);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, self->members);
  for (i = 0; g_hash_table_iter_next (&iter, (gpointer *) &name, NULL); i++)
  {
    if (i > 0)
      g_string_append_c (result, ',');

    g_string_append_c (result, '"');
    g_string_append (result, name);
    g_string_append_c (result, '"');
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

gchar *
enumerate_methods_art (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes)
{
  gchar * result;
  EnumerateMethodsContext ctx;
  ArtClassVisitor visitor;
  ArtClassVisitorVTable visitor_vtable = { NULL, };

  ctx.class_query = make_pattern_spec (class_query, ignore_case);
  ctx.method_query = make_pattern_spec (method_query, ignore_case);
  ctx.include_signature = include_signature;
  ctx.ignore_case = ignore_case;
  ctx.skip_system_classes = skip_system_classes;
  ctx.groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  visitor.vtable = &visitor_vtable;
  visitor.user_data = &ctx;

  visitor_vtable.visit = collect_matching_class_methods;

  art_api.visit_classes (art_api.linker, &visitor);

  result = finalize_method_groups_to_json (ctx.groups);

  g_hash_table_unref (ctx.groups);
  g_pattern_spec_free (ctx.method_query);
  g_pattern_spec_free (ctx.class_query);

  return result;
}

static jboolean
collect_matching_class_methods (ArtClassVisitor * self,
                                ArtClass * klass)
{
  EnumerateMethodsContext * ctx = self->user_data;
  const char * descriptor;
  StdString descriptor_storage = { 0, };
  gchar * class_name = NULL;
  gchar * class_name_copy = NULL;
  const gchar * normalized_class_name;
  JsonBuilder * group;
  size_t class_name_length;
  GHashTable * seen_method_names;
  gpointer elements;
  guint n, i;

  if (ctx->skip_system_classes && klass->class_loader == 0)
    goto skip_class;

  descriptor = art_api.get_class_descriptor (klass, &descriptor_storage);
  if (descriptor[0] != 'L')
    goto skip_class;

  class_name = class_name_from_signature (descriptor);

  if (ctx->ignore_case)
  {
    class_name_copy = g_utf8_strdown (class_name, -1);
    normalized_class_name = class_name_copy;
  }
  else
  {
    normalized_class_name = class_name;
  }

  if (!g_pattern_match_string (ctx->class_query, normalized_class_name))
    goto skip_class;

  group = NULL;
  class_name_length = strlen (class_name);
  seen_method_names = ctx->include_signature ? NULL : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  elements = read_art_array (klass, art_api.class_offset_methods, sizeof (gsize), NULL);
  n = *(guint16 *) ((gpointer) klass + art_api.class_offset_copied_methods_offset);
  for (i = 0; i != n; i++)
  {
    ArtMethod * method;
    guint32 access_flags;
    jboolean is_constructor;
    StdString method_name = { 0, };
    const gchar * bare_method_name;
    gchar * bare_method_name_copy = NULL;
    const gchar * normalized_method_name;
    gchar * normalized_method_name_copy = NULL;

    method = elements + (i * art_api.method_size);

    access_flags = *(guint32 *) ((gpointer) method + art_api.method_offset_access_flags);
    is_constructor = (access_flags & kAccConstructor) != 0;

    art_api.pretty_method (&method_name, method, ctx->include_signature);
    bare_method_name = std_string_c_str (&method_name);
    if (ctx->include_signature)
    {
      const gchar * return_type_end, * name_begin;
      GString * name;

      return_type_end = strchr (bare_method_name, ' ');
      name_begin = return_type_end + 1 + class_name_length + 1;
      if (is_constructor && g_str_has_prefix (name_begin, "<clinit>"))
        goto skip_method;

      name = g_string_sized_new (64);

      if (is_constructor)
      {
        g_string_append (name, "$init");
        g_string_append (name, strchr (name_begin, '>') + 1);
      }
      else
      {
        g_string_append (name, name_begin);
      }
      g_string_append (name, ": ");
      g_string_append_len (name, bare_method_name, return_type_end - bare_method_name);

      bare_method_name_copy = g_string_free (name, FALSE);
      bare_method_name = bare_method_name_copy;
    }
    else
    {
      const gchar * name_begin;

      name_begin = bare_method_name + class_name_length + 1;
      if (is_constructor && strcmp (name_begin, "<clinit>") == 0)
        goto skip_method;

      if (is_constructor)
        bare_method_name = "$init";
      else
        bare_method_name += class_name_length + 1;
    }

    if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, bare_method_name))
      goto skip_method;

    if (ctx->ignore_case)
    {
      normalized_method_name_copy = g_utf8_strdown (bare_method_name, -1);
      normalized_method_name = normalized_method_name_copy;
    }
    else
    {
      normalized_method_name = bare_method_name;
    }

    if (!g_pattern_match_string (ctx->method_query, normalized_method_name))
      goto skip_method;

    if (group == NULL)
    {
      group = g_hash_table_lookup (ctx->groups, GUINT_TO_POINTER (klass->class_loader));
      if (group == NULL)
      {
        group = json_builder_new_immutable ();
        g_hash_table_insert (ctx->groups, GUINT_TO_POINTER (klass->class_loader), group);

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "loader");
        json_builder_add_int_value (group, klass->class_loader);

        json_builder_set_member_name (group, "classes");
        json_builder_begin_array (group);
      }

      json_builder_begin_object (group);

      json_builder_set_member_name (group, "name");
      json_builder_add_string_value (group, class_name);

      json_builder_set_member_name (group, "methods");
      json_builder_begin_array (group);
    }

    json_builder_add_string_value (group, bare_method_name);

    if (seen_method_names != NULL)
      g_hash_table_add (seen_method_names, g_strdup (bare_method_name));

skip_method:
    g_free (normalized_method_name_copy);
    g_free (bare_method_name_copy);
    std_string_destroy (&method_name);
  }

  if (seen_method_names != NULL)
    g_hash_table_unref (seen_method_names);

  if (group == NULL)
    goto skip_class;

  json_builder_end_array (group);
  json_builder_end_object (group);

skip_class:
  g_free (class_name_copy);
  g_free (class_name);
  std_string_destroy (&descriptor_storage);

  return TRUE;
}

gchar *
enumerate_methods_jvm (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes,
                       JNIEnv * env)
{
  gchar * result;
  GPatternSpec * class_pattern, * method_pattern;
  GHashTable * groups;
  gpointer * ef = env->functions;
  jobject (* new_global_ref) (JNIEnv *, jobject) = ef[21];
  void (* delete_local_ref) (JNIEnv *, jobject) = ef[23];
  jboolean (* is_same_object) (JNIEnv *, jobject, jobject) = ef[24];
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * jf = jvmti->functions - 1;
  jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
  jvmtiError (* get_class_signature) (jvmtiEnv *, jclass, char **, char **) = jf[48];
  jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
  jvmtiError (* get_class_loader) (jvmtiEnv *, jclass, jobject *) = jf[57];
  jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
  jvmtiError (* get_loaded_classes) (jvmtiEnv *, jint *, jclass **) = jf[78];
  jint class_count, class_index;
  jclass * classes;

  class_pattern = make_pattern_spec (class_query, ignore_case);
  method_pattern = make_pattern_spec (method_query, ignore_case);
  groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  if (get_loaded_classes (jvmti, &class_count, &classes) != JVMTI_ERROR_NONE)
    goto emit_results;

  for (class_index = 0; class_index != class_count; class_index++)
  {
    jclass klass = classes[class_index];
    jobject loader = NULL;
    gboolean have_loader = FALSE;
    char * signature = NULL;
    gchar * class_name = NULL;
    gchar * class_name_copy = NULL;
    const gchar * normalized_class_name;
    jint method_count, method_index;
    jmethodID * methods = NULL;
    JsonBuilder * group = NULL;
    GHashTable * seen_method_names = NULL;

    if (skip_system_classes)
    {
      if (get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
        goto skip_class;
      have_loader = TRUE;

      if (loader == NULL)
        goto skip_class;
    }

    if (get_class_signature (jvmti, klass, &signature, NULL) != JVMTI_ERROR_NONE)
      goto skip_class;

    class_name = class_name_from_signature (signature);

    if (ignore_case)
    {
      class_name_copy = g_utf8_strdown (class_name, -1);
      normalized_class_name = class_name_copy;
    }
    else
    {
      normalized_class_name = class_name;
    }

    if (!g_pattern_match_string (class_pattern, normalized_class_name))
      goto skip_class;

    if (get_class_methods (jvmti, klass, &method_count, &methods) != JVMTI_ERROR_NONE)
      goto skip_class;

    if (!include_signature)
      seen_method_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (method_index = 0; method_index != method_count; method_index++)
    {
      jmethodID method = methods[method_index];
      const gchar * method_name;
      char * method_name_value = NULL;
      char * method_signature_value = NULL;
      gchar * method_name_copy = NULL;
      const gchar * normalized_method_name;
      gchar * normalized_method_name_copy = NULL;

      if (get_method_name (jvmti, method, &method_name_value, include_signature ? &method_signature_value : NULL, NULL) != JVMTI_ERROR_NONE)
        goto skip_method;
      method_name = method_name_value;

      if (method_name[0] == '<')
      {
        if (strcmp (method_name, "<init>") == 0)
          method_name = "$init";
        else if (strcmp (method_name, "<clinit>") == 0)
          goto skip_method;
      }

      if (include_signature)
      {
        method_name_copy = format_method_signature (method_name, method_signature_value);
        method_name = method_name_copy;
      }

      if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, method_name))
        goto skip_method;

      if (ignore_case)
      {
        normalized_method_name_copy = g_utf8_strdown (method_name, -1);
        normalized_method_name = normalized_method_name_copy;
      }
      else
      {
        normalized_method_name = method_name;
      }

      if (!g_pattern_match_string (method_pattern, normalized_method_name))
        goto skip_method;

      if (group == NULL)
      {
        if (!have_loader && get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
          goto skip_method;

        if (loader == NULL)
        {
          group = g_hash_table_lookup (groups, NULL);
        }
        else
        {
          GHashTableIter iter;
          jobject cur_loader;
          JsonBuilder * cur_group;

          g_hash_table_iter_init (&iter, groups);
          while (g_hash_table_iter_next (&iter, (gpointer *) &cur_loader, (gpointer *) &cur_group))
          {
            if (cur_loader != NULL && is_same_object (env, cur_loader, loader))
            {
              group = cur_group;
              break;
            }
          }
        }

        if (group == NULL)
        {
          jobject l;
          gchar * str;

          l = (loader != NULL) ? new_global_ref (env, loader) : NULL;

          group = json_builder_new_immutable ();
          g_hash_table_insert (groups, l, group);

          json_builder_begin_object (group);

          json_builder_set_member_name (group, "loader");
          str = g_strdup_printf ("0x%" G_GSIZE_MODIFIER "x", GPOINTER_TO_SIZE (l));
          json_builder_add_string_value (group, str);
          g_free (str);

          json_builder_set_member_name (group, "classes");
          json_builder_begin_array (group);
        }

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "name");
        json_builder_add_string_value (group, class_name);

        json_builder_set_member_name (group, "methods");
        json_builder_begin_array (group);
      }

      json_builder_add_string_value (group, method_name);

      if (seen_method_names != NULL)
        g_hash_table_add (seen_method_names, g_strdup (method_name));

skip_method:
      g_free (normalized_method_name_copy);
      g_free (method_name_copy);
      deallocate (jvmti, method_signature_value);
      deallocate (jvmti, method_name_value);
    }

skip_class:
    if (group != NULL)
    {
      json_builder_end_array (group);
      json_builder_end_object (group);
    }

    if (seen_method_names != NULL)
      g_hash_table_unref (seen_method_names);

    deallocate (jvmti, methods);

    g_free (class_name_copy);
    g_free (class_name);
    deallocate (jvmti, signature);

    if (loader != NULL)
      delete_local_ref (env, loader);

    delete_local_ref (env, klass);
  }

  deallocate (jvmti, classes);

emit_results:
  result = finalize_method_groups_to_json (groups);

  g_hash_table_unref (groups);
  g_pattern_spec_free (method_pattern);
  g_pattern_spec_free (class_pattern);

  return result;
}

static gchar *
finalize_method_groups_to_json (GHashTable * groups)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  JsonBuilder * group;

  result = g_string_sized_new (1024);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, groups);
  for (i = 0; g_hash_table_iter_next (&iter, NULL, (gpointer *) &group); i++)
  {
    JsonNode * root;
    gchar * json;

    if (i > 0)
      g_string_append_c (result, ',');

    json_builder_end_array (group);
    json_builder_end_object (group);

    root = json_builder_get_root (group);
    json = json_to_string (root, FALSE);
    g_string_append (result, json);
    g_free (json);
    json_node_unref (root);

    g_object_unref (group);
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

static GPatternSpec *
make_pattern_spec (const gchar * pattern,
                   jboolean ignore_case)
{
  GPatternSpec * spec;

  if (ignore_case)
  {
    gchar * str = g_utf8_strdown (pattern, -1);
    spec = g_pattern_spec_new (str);
    g_free (str);
  }
  else
  {
    spec = g_pattern_spec_new (pattern);
  }

  return spec;
}

static gchar *
class_name_from_signature (const gchar * descriptor)
{
  gchar * result, * c;

  result = g_strdup (descriptor + 1);

  for (c = result; *c != '\\0'; c++)
  {
    if (*c == '/')
      *c = '.';
  }

  c[-1] = '\\0';

  return result;
}

static gchar *
format_method_signature (const gchar * name,
                         const gchar * signature)
{
  GString * sig;
  const gchar * cursor;
  gint arg_index;

  sig = g_string_sized_new (128);

  g_string_append (sig, name);

  cursor = signature;
  arg_index = -1;
  while (TRUE)
  {
    const gchar c = *cursor;

    if (c == '(')
    {
      g_string_append_c (sig, c);
      cursor++;
      arg_index = 0;
    }
    else if (c == ')')
    {
      g_string_append_c (sig, c);
      cursor++;
      break;
    }
    else
    {
      if (arg_index >= 1)
        g_string_append (sig, ", ");

      append_type (sig, &cursor);

      if (arg_index != -1)
        arg_index++;
    }
  }

  g_string_append (sig, ": ");
  append_type (sig, &cursor);

  return g_string_free (sig, FALSE);
}

static void
append_type (GString * output,
             const gchar ** type)
{
  const gchar * cursor = *type;

  switch (*cursor)
  {
    case 'Z':
      g_string_append (output, "boolean");
      cursor++;
      break;
    case 'B':
      g_string_append (output, "byte");
      cursor++;
      break;
    case 'C':
      g_string_append (output, "char");
      cursor++;
      break;
    case 'S':
      g_string_append (output, "short");
      cursor++;
      break;
    case 'I':
      g_string_append (output, "int");
      cursor++;
      break;
    case 'J':
      g_string_append (output, "long");
      cursor++;
      break;
    case 'F':
      g_string_append (output, "float");
      cursor++;
      break;
    case 'D':
      g_string_append (output, "double");
      cursor++;
      break;
    case 'V':
      g_string_append (output, "void");
      cursor++;
      break;
    case 'L':
    {
      gchar ch;

      cursor++;
      for (; (ch = *cursor) != ';'; cursor++)
      {
        g_string_append_c (output, (ch != '/') ? ch : '.');
      }
      cursor++;

      break;
    }
    case '[':
      *type = cursor + 1;
      append_type (output, type);
      g_string_append (output, "[]");
      return;
    default:
      g_string_append (output, "BUG");
      cursor++;
  }

  *type = cursor;
}

void
dealloc (gpointer mem)
{
  g_free (mem);
}

static gpointer
read_art_array (gpointer object_base,
                guint field_offset,
                guint length_size,
                guint * length)
{
  gpointer result, header;
  guint n;

  header = GSIZE_TO_POINTER (*(guint64 *) (object_base + field_offset));
  if (header != NULL)
  {
    result = header + length_size;
    if (length_size == sizeof (guint32))
      n = *(guint32 *) header;
    else
      n = *(guint64 *) header;
  }
  else
  {
    result = NULL;
    n = 0;
  }

  if (length != NULL)
    *length = n;

  return result;
}

static void
std_string_destroy (StdString * str)
{
  if ((str->l.capacity & 1) != 0)
    art_api.free (str->l.data);
}

static gchar *
std_string_c_str (StdString * self)
{
  if ((self->l.capacity & 1) != 0)
    return self->l.data;

  return self->s.data;
}
`;
var methodQueryPattern = /(.+)!([^/]+)\/?([isu]+)?/;
var cm = null;
var unwrap = null;
var Model = class _Model {
  static build(handle, env) {
    ensureInitialized(env);
    return unwrap(handle, env, (object) => {
      return new _Model(cm.new(handle, object, env));
    });
  }
  static enumerateMethods(query2, api2, env) {
    ensureInitialized(env);
    const params = query2.match(methodQueryPattern);
    if (params === null) {
      throw new Error("Invalid query; format is: class!method -- see documentation of Java.enumerateMethods(query) for details");
    }
    const classQuery = Memory.allocUtf8String(params[1]);
    const methodQuery = Memory.allocUtf8String(params[2]);
    let includeSignature = false;
    let ignoreCase = false;
    let skipSystemClasses = false;
    const modifiers = params[3];
    if (modifiers !== void 0) {
      includeSignature = modifiers.indexOf("s") !== -1;
      ignoreCase = modifiers.indexOf("i") !== -1;
      skipSystemClasses = modifiers.indexOf("u") !== -1;
    }
    let result;
    if (api2.jvmti !== null) {
      const json = cm.enumerateMethodsJvm(
        classQuery,
        methodQuery,
        boolToNative(includeSignature),
        boolToNative(ignoreCase),
        boolToNative(skipSystemClasses),
        env
      );
      try {
        result = JSON.parse(json.readUtf8String()).map((group) => {
          const loaderRef = ptr(group.loader);
          group.loader = !loaderRef.isNull() ? loaderRef : null;
          return group;
        });
      } finally {
        cm.dealloc(json);
      }
    } else {
      withRunnableArtThread(env.vm, env, (thread) => {
        const json = cm.enumerateMethodsArt(
          classQuery,
          methodQuery,
          boolToNative(includeSignature),
          boolToNative(ignoreCase),
          boolToNative(skipSystemClasses)
        );
        try {
          const addGlobalReference = api2["art::JavaVMExt::AddGlobalRef"];
          const { vm: vmHandle2 } = api2;
          result = JSON.parse(json.readUtf8String()).map((group) => {
            const loaderObj = group.loader;
            group.loader = loaderObj !== 0 ? addGlobalReference(vmHandle2, thread, ptr(loaderObj)) : null;
            return group;
          });
        } finally {
          cm.dealloc(json);
        }
      });
    }
    return result;
  }
  constructor(handle) {
    this.handle = handle;
  }
  has(member) {
    return cm.has(this.handle, Memory.allocUtf8String(member)) !== 0;
  }
  find(member) {
    return cm.find(this.handle, Memory.allocUtf8String(member)).readUtf8String();
  }
  list() {
    const str = cm.list(this.handle);
    try {
      return JSON.parse(str.readUtf8String());
    } finally {
      cm.dealloc(str);
    }
  }
};
function ensureInitialized(env) {
  if (cm === null) {
    cm = compileModule(env);
    unwrap = makeHandleUnwrapper(cm, env.vm);
  }
}
function compileModule(env) {
  const api2 = api_default();
  const { jvmti = null } = api2;
  const { pointerSize: pointerSize9 } = Process;
  const lockSize = 8;
  const modelsSize = pointerSize9;
  const javaApiSize = 7 * pointerSize9;
  const artApiSize = 10 * 4 + 5 * pointerSize9;
  const dataSize = lockSize + modelsSize + javaApiSize + artApiSize;
  const data = Memory.alloc(dataSize);
  const lock = data;
  const models = lock.add(lockSize);
  const javaApi = models.add(modelsSize);
  const { getDeclaredMethods, getDeclaredFields } = env.javaLangClass();
  const method2 = env.javaLangReflectMethod();
  const field2 = env.javaLangReflectField();
  let j = javaApi;
  [
    jvmti !== null ? jvmti : NULL,
    getDeclaredMethods,
    getDeclaredFields,
    method2.getName,
    method2.getModifiers,
    field2.getName,
    field2.getModifiers
  ].forEach((value) => {
    j = j.writePointer(value).add(pointerSize9);
  });
  const artApi = javaApi.add(javaApiSize);
  const { vm: vm3 } = env;
  if (api2.flavor === "art") {
    let artClassOffsets;
    if (jvmti !== null) {
      artClassOffsets = [0, 0, 0, 0];
    } else {
      const c = getArtClassSpec(vm3).offset;
      artClassOffsets = [c.ifields, c.methods, c.sfields, c.copiedMethodsOffset];
    }
    const m = getArtMethodSpec(vm3);
    const f = getArtFieldSpec(vm3);
    let s = artApi;
    [
      1,
      ...artClassOffsets,
      m.size,
      m.offset.accessFlags,
      f.size,
      f.offset.accessFlags,
      4294967295
    ].forEach((value) => {
      s = s.writeUInt(value).add(4);
    });
    [
      api2.artClassLinker.address,
      api2["art::ClassLinker::VisitClasses"],
      api2["art::mirror::Class::GetDescriptor"],
      api2["art::ArtMethod::PrettyMethod"],
      Process.getModuleByName("libc.so").getExportByName("free")
    ].forEach((value, i) => {
      if (value === void 0) {
        value = NULL;
      }
      s = s.writePointer(value).add(pointerSize9);
    });
  }
  const cm2 = new CModule(code2, {
    lock,
    models,
    java_api: javaApi,
    art_api: artApi
  });
  const reentrantOptions = { exceptions: "propagate" };
  const fastOptions = { exceptions: "propagate", scheduling: "exclusive" };
  return {
    handle: cm2,
    new: new NativeFunction(cm2.model_new, "pointer", ["pointer", "pointer", "pointer"], reentrantOptions),
    has: new NativeFunction(cm2.model_has, "bool", ["pointer", "pointer"], fastOptions),
    find: new NativeFunction(cm2.model_find, "pointer", ["pointer", "pointer"], fastOptions),
    list: new NativeFunction(cm2.model_list, "pointer", ["pointer"], fastOptions),
    enumerateMethodsArt: new NativeFunction(
      cm2.enumerate_methods_art,
      "pointer",
      ["pointer", "pointer", "bool", "bool", "bool"],
      reentrantOptions
    ),
    enumerateMethodsJvm: new NativeFunction(cm2.enumerate_methods_jvm, "pointer", [
      "pointer",
      "pointer",
      "bool",
      "bool",
      "bool",
      "pointer"
    ], reentrantOptions),
    dealloc: new NativeFunction(cm2.dealloc, "void", ["pointer"], fastOptions)
  };
}
function makeHandleUnwrapper(cm2, vm3) {
  const api2 = api_default();
  if (api2.flavor !== "art") {
    return nullUnwrap;
  }
  const decodeGlobal = api2["art::JavaVMExt::DecodeGlobal"];
  return function(handle, env, fn) {
    let result;
    withRunnableArtThread(vm3, env, (thread) => {
      const object = decodeGlobal(vm3, thread, handle);
      result = fn(object);
    });
    return result;
  };
}
function nullUnwrap(handle, env, fn) {
  return fn(NULL);
}
function boolToNative(val) {
  return val ? 1 : 0;
}

// node_modules/frida-java-bridge/lib/lru.js
var LRU = class {
  constructor(capacity, destroy) {
    this.items = /* @__PURE__ */ new Map();
    this.capacity = capacity;
    this.destroy = destroy;
  }
  dispose(env) {
    const { items, destroy } = this;
    items.forEach((val) => {
      destroy(val, env);
    });
    items.clear();
  }
  get(key) {
    const { items } = this;
    const item = items.get(key);
    if (item !== void 0) {
      items.delete(key);
      items.set(key, item);
    }
    return item;
  }
  set(key, val, env) {
    const { items } = this;
    const existingVal = items.get(key);
    if (existingVal !== void 0) {
      items.delete(key);
      this.destroy(existingVal, env);
    } else if (items.size === this.capacity) {
      const oldestKey = items.keys().next().value;
      const oldestVal = items.get(oldestKey);
      items.delete(oldestKey);
      this.destroy(oldestVal, env);
    }
    items.set(key, val);
  }
};

// node_modules/frida-java-bridge/lib/mkdex.js
var kAccPublic2 = 1;
var kAccNative2 = 256;
var kAccConstructor = 65536;
var kEndianTag = 305419896;
var kClassDefSize = 32;
var kProtoIdSize = 12;
var kFieldIdSize = 8;
var kMethodIdSize = 8;
var kTypeIdSize = 4;
var kStringIdSize = 4;
var kMapItemSize = 12;
var TYPE_HEADER_ITEM = 0;
var TYPE_STRING_ID_ITEM = 1;
var TYPE_TYPE_ID_ITEM = 2;
var TYPE_PROTO_ID_ITEM = 3;
var TYPE_FIELD_ID_ITEM = 4;
var TYPE_METHOD_ID_ITEM = 5;
var TYPE_CLASS_DEF_ITEM = 6;
var TYPE_MAP_LIST = 4096;
var TYPE_TYPE_LIST = 4097;
var TYPE_ANNOTATION_SET_ITEM = 4099;
var TYPE_CLASS_DATA_ITEM = 8192;
var TYPE_CODE_ITEM = 8193;
var TYPE_STRING_DATA_ITEM = 8194;
var TYPE_DEBUG_INFO_ITEM = 8195;
var TYPE_ANNOTATION_ITEM = 8196;
var TYPE_ANNOTATIONS_DIRECTORY_ITEM = 8198;
var VALUE_TYPE = 24;
var VALUE_ARRAY = 28;
var VISIBILITY_SYSTEM = 2;
var kDefaultConstructorSize = 24;
var kDefaultConstructorDebugInfo = Buffer2.from([3, 0, 7, 14, 0]);
var kDalvikAnnotationTypeThrows = "Ldalvik/annotation/Throws;";
var kNullTerminator = Buffer2.from([0]);
function mkdex(spec) {
  const builder = new DexBuilder();
  const fullSpec = Object.assign({}, spec);
  builder.addClass(fullSpec);
  return builder.build();
}
var DexBuilder = class {
  constructor() {
    this.classes = [];
  }
  addClass(spec) {
    this.classes.push(spec);
  }
  build() {
    const model = computeModel(this.classes);
    const {
      classes: classes2,
      interfaces,
      fields: fields2,
      methods: methods2,
      protos,
      parameters,
      annotationDirectories,
      annotationSets,
      throwsAnnotations,
      types,
      strings
    } = model;
    let offset = 0;
    const headerOffset = 0;
    const checksumOffset = 8;
    const signatureOffset = 12;
    const signatureSize = 20;
    const headerSize = 112;
    offset += headerSize;
    const stringIdsOffset = offset;
    const stringIdsSize = strings.length * kStringIdSize;
    offset += stringIdsSize;
    const typeIdsOffset = offset;
    const typeIdsSize = types.length * kTypeIdSize;
    offset += typeIdsSize;
    const protoIdsOffset = offset;
    const protoIdsSize = protos.length * kProtoIdSize;
    offset += protoIdsSize;
    const fieldIdsOffset = offset;
    const fieldIdsSize = fields2.length * kFieldIdSize;
    offset += fieldIdsSize;
    const methodIdsOffset = offset;
    const methodIdsSize = methods2.length * kMethodIdSize;
    offset += methodIdsSize;
    const classDefsOffset = offset;
    const classDefsSize = classes2.length * kClassDefSize;
    offset += classDefsSize;
    const dataOffset = offset;
    const annotationSetOffsets = annotationSets.map((set) => {
      const setOffset = offset;
      set.offset = setOffset;
      offset += 4 + set.items.length * 4;
      return setOffset;
    });
    const javaCodeItems = classes2.reduce((result, klass) => {
      const constructorMethods = klass.classData.constructorMethods;
      constructorMethods.forEach((method2) => {
        const [, accessFlags, superConstructor] = method2;
        if ((accessFlags & kAccNative2) === 0 && superConstructor >= 0) {
          method2.push(offset);
          result.push({ offset, superConstructor });
          offset += kDefaultConstructorSize;
        }
      });
      return result;
    }, []);
    annotationDirectories.forEach((dir) => {
      dir.offset = offset;
      offset += 16 + dir.methods.length * 8;
    });
    const interfaceOffsets = interfaces.map((iface) => {
      offset = align(offset, 4);
      const ifaceOffset = offset;
      iface.offset = ifaceOffset;
      offset += 4 + 2 * iface.types.length;
      return ifaceOffset;
    });
    const parameterOffsets = parameters.map((param) => {
      offset = align(offset, 4);
      const paramOffset = offset;
      param.offset = paramOffset;
      offset += 4 + 2 * param.types.length;
      return paramOffset;
    });
    const stringChunks = [];
    const stringOffsets = strings.map((str) => {
      const strOffset = offset;
      const header = Buffer2.from(createUleb128(str.length));
      const data = Buffer2.from(str, "utf8");
      const chunk = Buffer2.concat([header, data, kNullTerminator]);
      stringChunks.push(chunk);
      offset += chunk.length;
      return strOffset;
    });
    const debugInfoOffsets = javaCodeItems.map((codeItem) => {
      const debugOffset = offset;
      offset += kDefaultConstructorDebugInfo.length;
      return debugOffset;
    });
    const throwsAnnotationBlobs = throwsAnnotations.map((annotation) => {
      const blob = makeThrowsAnnotation(annotation);
      annotation.offset = offset;
      offset += blob.length;
      return blob;
    });
    const classDataBlobs = classes2.map((klass, index) => {
      klass.classData.offset = offset;
      const blob = makeClassData(klass);
      offset += blob.length;
      return blob;
    });
    const linkSize = 0;
    const linkOffset = 0;
    offset = align(offset, 4);
    const mapOffset = offset;
    const typeListLength = interfaces.length + parameters.length;
    const mapNumItems = 4 + (fields2.length > 0 ? 1 : 0) + 2 + annotationSets.length + javaCodeItems.length + annotationDirectories.length + (typeListLength > 0 ? 1 : 0) + 1 + debugInfoOffsets.length + throwsAnnotations.length + classes2.length + 1;
    const mapSize = 4 + mapNumItems * kMapItemSize;
    offset += mapSize;
    const dataSize = offset - dataOffset;
    const fileSize = offset;
    const dex = Buffer2.alloc(fileSize);
    dex.write("dex\n035");
    dex.writeUInt32LE(fileSize, 32);
    dex.writeUInt32LE(headerSize, 36);
    dex.writeUInt32LE(kEndianTag, 40);
    dex.writeUInt32LE(linkSize, 44);
    dex.writeUInt32LE(linkOffset, 48);
    dex.writeUInt32LE(mapOffset, 52);
    dex.writeUInt32LE(strings.length, 56);
    dex.writeUInt32LE(stringIdsOffset, 60);
    dex.writeUInt32LE(types.length, 64);
    dex.writeUInt32LE(typeIdsOffset, 68);
    dex.writeUInt32LE(protos.length, 72);
    dex.writeUInt32LE(protoIdsOffset, 76);
    dex.writeUInt32LE(fields2.length, 80);
    dex.writeUInt32LE(fields2.length > 0 ? fieldIdsOffset : 0, 84);
    dex.writeUInt32LE(methods2.length, 88);
    dex.writeUInt32LE(methodIdsOffset, 92);
    dex.writeUInt32LE(classes2.length, 96);
    dex.writeUInt32LE(classDefsOffset, 100);
    dex.writeUInt32LE(dataSize, 104);
    dex.writeUInt32LE(dataOffset, 108);
    stringOffsets.forEach((offset2, index) => {
      dex.writeUInt32LE(offset2, stringIdsOffset + index * kStringIdSize);
    });
    types.forEach((id, index) => {
      dex.writeUInt32LE(id, typeIdsOffset + index * kTypeIdSize);
    });
    protos.forEach((proto, index) => {
      const [shortyIndex, returnTypeIndex, params] = proto;
      const protoOffset = protoIdsOffset + index * kProtoIdSize;
      dex.writeUInt32LE(shortyIndex, protoOffset);
      dex.writeUInt32LE(returnTypeIndex, protoOffset + 4);
      dex.writeUInt32LE(params !== null ? params.offset : 0, protoOffset + 8);
    });
    fields2.forEach((field2, index) => {
      const [classIndex, typeIndex, nameIndex] = field2;
      const fieldOffset = fieldIdsOffset + index * kFieldIdSize;
      dex.writeUInt16LE(classIndex, fieldOffset);
      dex.writeUInt16LE(typeIndex, fieldOffset + 2);
      dex.writeUInt32LE(nameIndex, fieldOffset + 4);
    });
    methods2.forEach((method2, index) => {
      const [classIndex, protoIndex, nameIndex] = method2;
      const methodOffset = methodIdsOffset + index * kMethodIdSize;
      dex.writeUInt16LE(classIndex, methodOffset);
      dex.writeUInt16LE(protoIndex, methodOffset + 2);
      dex.writeUInt32LE(nameIndex, methodOffset + 4);
    });
    classes2.forEach((klass, index) => {
      const { interfaces: interfaces2, annotationsDirectory } = klass;
      const interfacesOffset = interfaces2 !== null ? interfaces2.offset : 0;
      const annotationsOffset = annotationsDirectory !== null ? annotationsDirectory.offset : 0;
      const staticValuesOffset = 0;
      const classOffset = classDefsOffset + index * kClassDefSize;
      dex.writeUInt32LE(klass.index, classOffset);
      dex.writeUInt32LE(klass.accessFlags, classOffset + 4);
      dex.writeUInt32LE(klass.superClassIndex, classOffset + 8);
      dex.writeUInt32LE(interfacesOffset, classOffset + 12);
      dex.writeUInt32LE(klass.sourceFileIndex, classOffset + 16);
      dex.writeUInt32LE(annotationsOffset, classOffset + 20);
      dex.writeUInt32LE(klass.classData.offset, classOffset + 24);
      dex.writeUInt32LE(staticValuesOffset, classOffset + 28);
    });
    annotationSets.forEach((set, index) => {
      const { items } = set;
      const setOffset = annotationSetOffsets[index];
      dex.writeUInt32LE(items.length, setOffset);
      items.forEach((item, index2) => {
        dex.writeUInt32LE(item.offset, setOffset + 4 + index2 * 4);
      });
    });
    javaCodeItems.forEach((codeItem, index) => {
      const { offset: offset2, superConstructor } = codeItem;
      const registersSize = 1;
      const insSize = 1;
      const outsSize = 1;
      const triesSize = 0;
      const insnsSize = 4;
      dex.writeUInt16LE(registersSize, offset2);
      dex.writeUInt16LE(insSize, offset2 + 2);
      dex.writeUInt16LE(outsSize, offset2 + 4);
      dex.writeUInt16LE(triesSize, offset2 + 6);
      dex.writeUInt32LE(debugInfoOffsets[index], offset2 + 8);
      dex.writeUInt32LE(insnsSize, offset2 + 12);
      dex.writeUInt16LE(4208, offset2 + 16);
      dex.writeUInt16LE(superConstructor, offset2 + 18);
      dex.writeUInt16LE(0, offset2 + 20);
      dex.writeUInt16LE(14, offset2 + 22);
    });
    annotationDirectories.forEach((dir) => {
      const dirOffset = dir.offset;
      const classAnnotationsOffset = 0;
      const fieldsSize = 0;
      const annotatedMethodsSize = dir.methods.length;
      const annotatedParametersSize = 0;
      dex.writeUInt32LE(classAnnotationsOffset, dirOffset);
      dex.writeUInt32LE(fieldsSize, dirOffset + 4);
      dex.writeUInt32LE(annotatedMethodsSize, dirOffset + 8);
      dex.writeUInt32LE(annotatedParametersSize, dirOffset + 12);
      dir.methods.forEach((method2, index) => {
        const entryOffset = dirOffset + 16 + index * 8;
        const [methodIndex, annotationSet] = method2;
        dex.writeUInt32LE(methodIndex, entryOffset);
        dex.writeUInt32LE(annotationSet.offset, entryOffset + 4);
      });
    });
    interfaces.forEach((iface, index) => {
      const ifaceOffset = interfaceOffsets[index];
      dex.writeUInt32LE(iface.types.length, ifaceOffset);
      iface.types.forEach((type, typeIndex) => {
        dex.writeUInt16LE(type, ifaceOffset + 4 + typeIndex * 2);
      });
    });
    parameters.forEach((param, index) => {
      const paramOffset = parameterOffsets[index];
      dex.writeUInt32LE(param.types.length, paramOffset);
      param.types.forEach((type, typeIndex) => {
        dex.writeUInt16LE(type, paramOffset + 4 + typeIndex * 2);
      });
    });
    stringChunks.forEach((chunk, index) => {
      chunk.copy(dex, stringOffsets[index]);
    });
    debugInfoOffsets.forEach((debugInfoOffset) => {
      kDefaultConstructorDebugInfo.copy(dex, debugInfoOffset);
    });
    throwsAnnotationBlobs.forEach((annotationBlob, index) => {
      annotationBlob.copy(dex, throwsAnnotations[index].offset);
    });
    classDataBlobs.forEach((classDataBlob, index) => {
      classDataBlob.copy(dex, classes2[index].classData.offset);
    });
    dex.writeUInt32LE(mapNumItems, mapOffset);
    const mapItems = [
      [TYPE_HEADER_ITEM, 1, headerOffset],
      [TYPE_STRING_ID_ITEM, strings.length, stringIdsOffset],
      [TYPE_TYPE_ID_ITEM, types.length, typeIdsOffset],
      [TYPE_PROTO_ID_ITEM, protos.length, protoIdsOffset]
    ];
    if (fields2.length > 0) {
      mapItems.push([TYPE_FIELD_ID_ITEM, fields2.length, fieldIdsOffset]);
    }
    mapItems.push([TYPE_METHOD_ID_ITEM, methods2.length, methodIdsOffset]);
    mapItems.push([TYPE_CLASS_DEF_ITEM, classes2.length, classDefsOffset]);
    annotationSets.forEach((set, index) => {
      mapItems.push([TYPE_ANNOTATION_SET_ITEM, set.items.length, annotationSetOffsets[index]]);
    });
    javaCodeItems.forEach((codeItem) => {
      mapItems.push([TYPE_CODE_ITEM, 1, codeItem.offset]);
    });
    annotationDirectories.forEach((dir) => {
      mapItems.push([TYPE_ANNOTATIONS_DIRECTORY_ITEM, 1, dir.offset]);
    });
    if (typeListLength > 0) {
      mapItems.push([TYPE_TYPE_LIST, typeListLength, interfaceOffsets.concat(parameterOffsets)[0]]);
    }
    mapItems.push([TYPE_STRING_DATA_ITEM, strings.length, stringOffsets[0]]);
    debugInfoOffsets.forEach((debugInfoOffset) => {
      mapItems.push([TYPE_DEBUG_INFO_ITEM, 1, debugInfoOffset]);
    });
    throwsAnnotations.forEach((annotation) => {
      mapItems.push([TYPE_ANNOTATION_ITEM, 1, annotation.offset]);
    });
    classes2.forEach((klass) => {
      mapItems.push([TYPE_CLASS_DATA_ITEM, 1, klass.classData.offset]);
    });
    mapItems.push([TYPE_MAP_LIST, 1, mapOffset]);
    mapItems.forEach((item, index) => {
      const [type, size, offset2] = item;
      const itemOffset = mapOffset + 4 + index * kMapItemSize;
      dex.writeUInt16LE(type, itemOffset);
      dex.writeUInt32LE(size, itemOffset + 4);
      dex.writeUInt32LE(offset2, itemOffset + 8);
    });
    const hash = new Checksum("sha1");
    hash.update(dex.slice(signatureOffset + signatureSize));
    Buffer2.from(hash.getDigest()).copy(dex, signatureOffset);
    dex.writeUInt32LE(adler32(dex, signatureOffset), checksumOffset);
    return dex;
  }
};
function makeClassData(klass) {
  const { instanceFields, constructorMethods, virtualMethods } = klass.classData;
  const staticFieldsSize = 0;
  return Buffer2.from([
    staticFieldsSize
  ].concat(createUleb128(instanceFields.length)).concat(createUleb128(constructorMethods.length)).concat(createUleb128(virtualMethods.length)).concat(instanceFields.reduce((result, [indexDiff, accessFlags]) => {
    return result.concat(createUleb128(indexDiff)).concat(createUleb128(accessFlags));
  }, [])).concat(constructorMethods.reduce((result, [indexDiff, accessFlags, , codeOffset]) => {
    return result.concat(createUleb128(indexDiff)).concat(createUleb128(accessFlags)).concat(createUleb128(codeOffset || 0));
  }, [])).concat(virtualMethods.reduce((result, [indexDiff, accessFlags]) => {
    const codeOffset = 0;
    return result.concat(createUleb128(indexDiff)).concat(createUleb128(accessFlags)).concat([codeOffset]);
  }, [])));
}
function makeThrowsAnnotation(annotation) {
  const { thrownTypes } = annotation;
  return Buffer2.from(
    [
      VISIBILITY_SYSTEM
    ].concat(createUleb128(annotation.type)).concat([1]).concat(createUleb128(annotation.value)).concat([VALUE_ARRAY, thrownTypes.length]).concat(thrownTypes.reduce((result, type) => {
      result.push(VALUE_TYPE, type);
      return result;
    }, []))
  );
}
function computeModel(classes2) {
  const strings = /* @__PURE__ */ new Set();
  const types = /* @__PURE__ */ new Set();
  const protos = {};
  const fields2 = [];
  const methods2 = [];
  const throwsAnnotations = {};
  const javaConstructors = /* @__PURE__ */ new Set();
  const superConstructors = /* @__PURE__ */ new Set();
  classes2.forEach((klass) => {
    const { name: name2, superClass, sourceFileName } = klass;
    strings.add("this");
    strings.add(name2);
    types.add(name2);
    strings.add(superClass);
    types.add(superClass);
    strings.add(sourceFileName);
    klass.interfaces.forEach((iface) => {
      strings.add(iface);
      types.add(iface);
    });
    klass.fields.forEach((field2) => {
      const [fieldName, fieldType] = field2;
      strings.add(fieldName);
      strings.add(fieldType);
      types.add(fieldType);
      fields2.push([klass.name, fieldType, fieldName]);
    });
    if (!klass.methods.some(([methodName]) => methodName === "<init>")) {
      klass.methods.unshift(["<init>", "V", []]);
      javaConstructors.add(name2);
    }
    klass.methods.forEach((method2) => {
      const [methodName, retType, argTypes, thrownTypes = [], accessFlags] = method2;
      strings.add(methodName);
      const protoId = addProto(retType, argTypes);
      let throwsAnnotationId = null;
      if (thrownTypes.length > 0) {
        const typesNormalized = thrownTypes.slice();
        typesNormalized.sort();
        throwsAnnotationId = typesNormalized.join("|");
        let throwsAnnotation = throwsAnnotations[throwsAnnotationId];
        if (throwsAnnotation === void 0) {
          throwsAnnotation = {
            id: throwsAnnotationId,
            types: typesNormalized
          };
          throwsAnnotations[throwsAnnotationId] = throwsAnnotation;
        }
        strings.add(kDalvikAnnotationTypeThrows);
        types.add(kDalvikAnnotationTypeThrows);
        thrownTypes.forEach((type) => {
          strings.add(type);
          types.add(type);
        });
        strings.add("value");
      }
      methods2.push([klass.name, protoId, methodName, throwsAnnotationId, accessFlags]);
      if (methodName === "<init>") {
        superConstructors.add(name2 + "|" + protoId);
        const superConstructorId = superClass + "|" + protoId;
        if (javaConstructors.has(name2) && !superConstructors.has(superConstructorId)) {
          methods2.push([superClass, protoId, methodName, null, 0]);
          superConstructors.add(superConstructorId);
        }
      }
    });
  });
  function addProto(retType, argTypes) {
    const signature = [retType].concat(argTypes);
    const id = signature.join("|");
    if (protos[id] !== void 0) {
      return id;
    }
    strings.add(retType);
    types.add(retType);
    argTypes.forEach((argType) => {
      strings.add(argType);
      types.add(argType);
    });
    const shorty = signature.map(typeToShorty).join("");
    strings.add(shorty);
    protos[id] = [id, shorty, retType, argTypes];
    return id;
  }
  const stringItems = Array.from(strings);
  stringItems.sort();
  const stringToIndex = stringItems.reduce((result, string, index) => {
    result[string] = index;
    return result;
  }, {});
  const typeItems = Array.from(types).map((name2) => stringToIndex[name2]);
  typeItems.sort(compareNumbers);
  const typeToIndex = typeItems.reduce((result, stringIndex, typeIndex) => {
    result[stringItems[stringIndex]] = typeIndex;
    return result;
  }, {});
  const literalProtoItems = Object.keys(protos).map((id) => protos[id]);
  literalProtoItems.sort(compareProtoItems);
  const parameters = {};
  const protoItems = literalProtoItems.map((item) => {
    const [, shorty, retType, argTypes] = item;
    let params;
    if (argTypes.length > 0) {
      const argTypesSig = argTypes.join("|");
      params = parameters[argTypesSig];
      if (params === void 0) {
        params = {
          types: argTypes.map((type) => typeToIndex[type]),
          offset: -1
        };
        parameters[argTypesSig] = params;
      }
    } else {
      params = null;
    }
    return [
      stringToIndex[shorty],
      typeToIndex[retType],
      params
    ];
  });
  const protoToIndex = literalProtoItems.reduce((result, item, index) => {
    const [id] = item;
    result[id] = index;
    return result;
  }, {});
  const parameterItems = Object.keys(parameters).map((id) => parameters[id]);
  const fieldItems = fields2.map((field2) => {
    const [klass, fieldType, fieldName] = field2;
    return [
      typeToIndex[klass],
      typeToIndex[fieldType],
      stringToIndex[fieldName]
    ];
  });
  fieldItems.sort(compareFieldItems);
  const methodItems = methods2.map((method2) => {
    const [klass, protoId, name2, annotationsId, accessFlags] = method2;
    return [
      typeToIndex[klass],
      protoToIndex[protoId],
      stringToIndex[name2],
      annotationsId,
      accessFlags
    ];
  });
  methodItems.sort(compareMethodItems);
  const throwsAnnotationItems = Object.keys(throwsAnnotations).map((id) => throwsAnnotations[id]).map((item) => {
    return {
      id: item.id,
      type: typeToIndex[kDalvikAnnotationTypeThrows],
      value: stringToIndex.value,
      thrownTypes: item.types.map((type) => typeToIndex[type]),
      offset: -1
    };
  });
  const annotationSetItems = throwsAnnotationItems.map((item) => {
    return {
      id: item.id,
      items: [item],
      offset: -1
    };
  });
  const annotationSetIdToIndex = annotationSetItems.reduce((result, item, index) => {
    result[item.id] = index;
    return result;
  }, {});
  const interfaceLists = {};
  const annotationDirectories = [];
  const classItems = classes2.map((klass) => {
    const classIndex = typeToIndex[klass.name];
    const accessFlags = kAccPublic2;
    const superClassIndex = typeToIndex[klass.superClass];
    let ifaceList;
    const ifaces = klass.interfaces.map((type) => typeToIndex[type]);
    if (ifaces.length > 0) {
      ifaces.sort(compareNumbers);
      const ifacesId = ifaces.join("|");
      ifaceList = interfaceLists[ifacesId];
      if (ifaceList === void 0) {
        ifaceList = {
          types: ifaces,
          offset: -1
        };
        interfaceLists[ifacesId] = ifaceList;
      }
    } else {
      ifaceList = null;
    }
    const sourceFileIndex = stringToIndex[klass.sourceFileName];
    const classMethods = methodItems.reduce((result, method2, index) => {
      const [holder, protoIndex, name2, annotationsId, accessFlags2] = method2;
      if (holder === classIndex) {
        result.push([index, name2, annotationsId, protoIndex, accessFlags2]);
      }
      return result;
    }, []);
    let annotationsDirectory = null;
    const methodAnnotations = classMethods.filter(([, , annotationsId]) => {
      return annotationsId !== null;
    }).map(([index, , annotationsId]) => {
      return [index, annotationSetItems[annotationSetIdToIndex[annotationsId]]];
    });
    if (methodAnnotations.length > 0) {
      annotationsDirectory = {
        methods: methodAnnotations,
        offset: -1
      };
      annotationDirectories.push(annotationsDirectory);
    }
    const instanceFields = fieldItems.reduce((result, field2, index) => {
      const [holder] = field2;
      if (holder === classIndex) {
        result.push([index > 0 ? 1 : 0, kAccPublic2]);
      }
      return result;
    }, []);
    const constructorNameIndex = stringToIndex["<init>"];
    const constructorMethods = classMethods.filter(([, name2]) => name2 === constructorNameIndex).map(([index, , , protoIndex]) => {
      if (javaConstructors.has(klass.name)) {
        let superConstructor = -1;
        const numMethodItems = methodItems.length;
        for (let i = 0; i !== numMethodItems; i++) {
          const [methodClass, methodProto, methodName] = methodItems[i];
          if (methodClass === superClassIndex && methodName === constructorNameIndex && methodProto === protoIndex) {
            superConstructor = i;
            break;
          }
        }
        return [index, kAccPublic2 | kAccConstructor, superConstructor];
      } else {
        return [index, kAccPublic2 | kAccConstructor | kAccNative2, -1];
      }
    });
    const virtualMethods = compressClassMethodIndexes(classMethods.filter(([, name2]) => name2 !== constructorNameIndex).map(([index, , , , accessFlags2]) => {
      return [index, accessFlags2 | kAccPublic2 | kAccNative2];
    }));
    const classData = {
      instanceFields,
      constructorMethods,
      virtualMethods,
      offset: -1
    };
    return {
      index: classIndex,
      accessFlags,
      superClassIndex,
      interfaces: ifaceList,
      sourceFileIndex,
      annotationsDirectory,
      classData
    };
  });
  const interfaceItems = Object.keys(interfaceLists).map((id) => interfaceLists[id]);
  return {
    classes: classItems,
    interfaces: interfaceItems,
    fields: fieldItems,
    methods: methodItems,
    protos: protoItems,
    parameters: parameterItems,
    annotationDirectories,
    annotationSets: annotationSetItems,
    throwsAnnotations: throwsAnnotationItems,
    types: typeItems,
    strings: stringItems
  };
}
function compressClassMethodIndexes(items) {
  let previousIndex = 0;
  return items.map(([index, accessFlags], elementIndex) => {
    let result;
    if (elementIndex === 0) {
      result = [index, accessFlags];
    } else {
      result = [index - previousIndex, accessFlags];
    }
    previousIndex = index;
    return result;
  });
}
function compareNumbers(a, b) {
  return a - b;
}
function compareProtoItems(a, b) {
  const [, , aRetType, aArgTypes] = a;
  const [, , bRetType, bArgTypes] = b;
  if (aRetType < bRetType) {
    return -1;
  }
  if (aRetType > bRetType) {
    return 1;
  }
  const aArgTypesSig = aArgTypes.join("|");
  const bArgTypesSig = bArgTypes.join("|");
  if (aArgTypesSig < bArgTypesSig) {
    return -1;
  }
  if (aArgTypesSig > bArgTypesSig) {
    return 1;
  }
  return 0;
}
function compareFieldItems(a, b) {
  const [aClass, aType, aName] = a;
  const [bClass, bType, bName] = b;
  if (aClass !== bClass) {
    return aClass - bClass;
  }
  if (aName !== bName) {
    return aName - bName;
  }
  return aType - bType;
}
function compareMethodItems(a, b) {
  const [aClass, aProto, aName] = a;
  const [bClass, bProto, bName] = b;
  if (aClass !== bClass) {
    return aClass - bClass;
  }
  if (aName !== bName) {
    return aName - bName;
  }
  return aProto - bProto;
}
function typeToShorty(type) {
  const firstCharacter = type[0];
  return firstCharacter === "L" || firstCharacter === "[" ? "L" : type;
}
function createUleb128(value) {
  if (value <= 127) {
    return [value];
  }
  const result = [];
  let moreSlicesNeeded = false;
  do {
    let slice2 = value & 127;
    value >>= 7;
    moreSlicesNeeded = value !== 0;
    if (moreSlicesNeeded) {
      slice2 |= 128;
    }
    result.push(slice2);
  } while (moreSlicesNeeded);
  return result;
}
function align(value, alignment) {
  const alignmentDelta = value % alignment;
  if (alignmentDelta === 0) {
    return value;
  }
  return value + alignment - alignmentDelta;
}
function adler32(buffer, offset) {
  let a = 1;
  let b = 0;
  const length = buffer.length;
  for (let i = offset; i < length; i++) {
    a = (a + buffer[i]) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16 | a) >>> 0;
}
var mkdex_default = mkdex;

// node_modules/frida-java-bridge/lib/types.js
var JNILocalRefType = 1;
var vm = null;
var primitiveArrayHandler = null;
function initialize(_vm) {
  vm = _vm;
}
function getType(typeName2, unbox, factory) {
  let type = getPrimitiveType(typeName2);
  if (type === null) {
    if (typeName2.indexOf("[") === 0) {
      type = getArrayType(typeName2, unbox, factory);
    } else {
      if (typeName2[0] === "L" && typeName2[typeName2.length - 1] === ";") {
        typeName2 = typeName2.substring(1, typeName2.length - 1);
      }
      type = getObjectType(typeName2, unbox, factory);
    }
  }
  return Object.assign({ className: typeName2 }, type);
}
var primitiveTypes = {
  boolean: {
    name: "Z",
    type: "uint8",
    size: 1,
    byteSize: 1,
    defaultValue: false,
    isCompatible(v) {
      return typeof v === "boolean";
    },
    fromJni(v) {
      return !!v;
    },
    toJni(v) {
      return v ? 1 : 0;
    },
    read(address3) {
      return address3.readU8();
    },
    write(address3, value) {
      address3.writeU8(value);
    },
    toString() {
      return this.name;
    }
  },
  byte: {
    name: "B",
    type: "int8",
    size: 1,
    byteSize: 1,
    defaultValue: 0,
    isCompatible(v) {
      return Number.isInteger(v) && v >= -128 && v <= 127;
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readS8();
    },
    write(address3, value) {
      address3.writeS8(value);
    },
    toString() {
      return this.name;
    }
  },
  char: {
    name: "C",
    type: "uint16",
    size: 1,
    byteSize: 2,
    defaultValue: 0,
    isCompatible(v) {
      if (typeof v !== "string" || v.length !== 1) {
        return false;
      }
      const code4 = v.charCodeAt(0);
      return code4 >= 0 && code4 <= 65535;
    },
    fromJni(c) {
      return String.fromCharCode(c);
    },
    toJni(s) {
      return s.charCodeAt(0);
    },
    read(address3) {
      return address3.readU16();
    },
    write(address3, value) {
      address3.writeU16(value);
    },
    toString() {
      return this.name;
    }
  },
  short: {
    name: "S",
    type: "int16",
    size: 1,
    byteSize: 2,
    defaultValue: 0,
    isCompatible(v) {
      return Number.isInteger(v) && v >= -32768 && v <= 32767;
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readS16();
    },
    write(address3, value) {
      address3.writeS16(value);
    },
    toString() {
      return this.name;
    }
  },
  int: {
    name: "I",
    type: "int32",
    size: 1,
    byteSize: 4,
    defaultValue: 0,
    isCompatible(v) {
      return Number.isInteger(v) && v >= -2147483648 && v <= 2147483647;
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readS32();
    },
    write(address3, value) {
      address3.writeS32(value);
    },
    toString() {
      return this.name;
    }
  },
  long: {
    name: "J",
    type: "int64",
    size: 2,
    byteSize: 8,
    defaultValue: 0,
    isCompatible(v) {
      return typeof v === "number" || v instanceof Int64;
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readS64();
    },
    write(address3, value) {
      address3.writeS64(value);
    },
    toString() {
      return this.name;
    }
  },
  float: {
    name: "F",
    type: "float",
    size: 1,
    byteSize: 4,
    defaultValue: 0,
    isCompatible(v) {
      return typeof v === "number";
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readFloat();
    },
    write(address3, value) {
      address3.writeFloat(value);
    },
    toString() {
      return this.name;
    }
  },
  double: {
    name: "D",
    type: "double",
    size: 2,
    byteSize: 8,
    defaultValue: 0,
    isCompatible(v) {
      return typeof v === "number";
    },
    fromJni: identity,
    toJni: identity,
    read(address3) {
      return address3.readDouble();
    },
    write(address3, value) {
      address3.writeDouble(value);
    },
    toString() {
      return this.name;
    }
  },
  void: {
    name: "V",
    type: "void",
    size: 0,
    byteSize: 0,
    defaultValue: void 0,
    isCompatible(v) {
      return v === void 0;
    },
    fromJni() {
      return void 0;
    },
    toJni() {
      return NULL;
    },
    toString() {
      return this.name;
    }
  }
};
var primitiveTypesNames = new Set(Object.values(primitiveTypes).map((t) => t.name));
function getPrimitiveType(name2) {
  const result = primitiveTypes[name2];
  return result !== void 0 ? result : null;
}
function getObjectType(typeName2, unbox, factory) {
  const cache2 = factory._types[unbox ? 1 : 0];
  let type = cache2[typeName2];
  if (type !== void 0) {
    return type;
  }
  if (typeName2 === "java.lang.Object") {
    type = getJavaLangObjectType(factory);
  } else {
    type = getAnyObjectType(typeName2, unbox, factory);
  }
  cache2[typeName2] = type;
  return type;
}
function getJavaLangObjectType(factory) {
  return {
    name: "Ljava/lang/Object;",
    type: "pointer",
    size: 1,
    defaultValue: NULL,
    isCompatible(v) {
      if (v === null) {
        return true;
      }
      if (v === void 0) {
        return false;
      }
      const isWrapper = v.$h instanceof NativePointer;
      if (isWrapper) {
        return true;
      }
      return typeof v === "string";
    },
    fromJni(h, env, owned) {
      if (h.isNull()) {
        return null;
      }
      return factory.cast(h, factory.use("java.lang.Object"), owned);
    },
    toJni(o, env) {
      if (o === null) {
        return NULL;
      }
      if (typeof o === "string") {
        return env.newStringUtf(o);
      }
      return o.$h;
    }
  };
}
function getAnyObjectType(typeName2, unbox, factory) {
  let cachedClass = null;
  let cachedIsInstance = null;
  let cachedIsDefaultString = null;
  function getClass() {
    if (cachedClass === null) {
      cachedClass = factory.use(typeName2).class;
    }
    return cachedClass;
  }
  function isInstance(v) {
    const klass = getClass();
    if (cachedIsInstance === null) {
      cachedIsInstance = klass.isInstance.overload("java.lang.Object");
    }
    return cachedIsInstance.call(klass, v);
  }
  function typeIsDefaultString() {
    if (cachedIsDefaultString === null) {
      const x = getClass();
      cachedIsDefaultString = factory.use("java.lang.String").class.isAssignableFrom(x);
    }
    return cachedIsDefaultString;
  }
  return {
    name: makeJniObjectTypeName(typeName2),
    type: "pointer",
    size: 1,
    defaultValue: NULL,
    isCompatible(v) {
      if (v === null) {
        return true;
      }
      if (v === void 0) {
        return false;
      }
      const isWrapper = v.$h instanceof NativePointer;
      if (isWrapper) {
        return isInstance(v);
      }
      return typeof v === "string" && typeIsDefaultString();
    },
    fromJni(h, env, owned) {
      if (h.isNull()) {
        return null;
      }
      if (typeIsDefaultString() && unbox) {
        return env.stringFromJni(h);
      }
      return factory.cast(h, factory.use(typeName2), owned);
    },
    toJni(o, env) {
      if (o === null) {
        return NULL;
      }
      if (typeof o === "string") {
        return env.newStringUtf(o);
      }
      return o.$h;
    },
    toString() {
      return this.name;
    }
  };
}
var primitiveArrayTypes = [
  ["Z", "boolean"],
  ["B", "byte"],
  ["C", "char"],
  ["D", "double"],
  ["F", "float"],
  ["I", "int"],
  ["J", "long"],
  ["S", "short"]
].reduce((result, [shorty, name2]) => {
  result["[" + shorty] = makePrimitiveArrayType("[" + shorty, name2);
  return result;
}, {});
function makePrimitiveArrayType(shorty, name2) {
  const envProto = Env.prototype;
  const nameTitled = toTitleCase(name2);
  const spec = {
    typeName: name2,
    newArray: envProto["new" + nameTitled + "Array"],
    setRegion: envProto["set" + nameTitled + "ArrayRegion"],
    getElements: envProto["get" + nameTitled + "ArrayElements"],
    releaseElements: envProto["release" + nameTitled + "ArrayElements"]
  };
  return {
    name: shorty,
    type: "pointer",
    size: 1,
    defaultValue: NULL,
    isCompatible(v) {
      return isCompatiblePrimitiveArray(v, name2);
    },
    fromJni(h, env, owned) {
      return fromJniPrimitiveArray(h, spec, env, owned);
    },
    toJni(arr, env) {
      return toJniPrimitiveArray(arr, spec, env);
    }
  };
}
function getArrayType(typeName2, unbox, factory) {
  const primitiveType = primitiveArrayTypes[typeName2];
  if (primitiveType !== void 0) {
    return primitiveType;
  }
  if (typeName2.indexOf("[") !== 0) {
    throw new Error("Unsupported type: " + typeName2);
  }
  let elementTypeName = typeName2.substring(1);
  const elementType = getType(elementTypeName, unbox, factory);
  let numInternalArrays = 0;
  const end = elementTypeName.length;
  while (numInternalArrays !== end && elementTypeName[numInternalArrays] === "[") {
    numInternalArrays++;
  }
  elementTypeName = elementTypeName.substring(numInternalArrays);
  if (elementTypeName[0] === "L" && elementTypeName[elementTypeName.length - 1] === ";") {
    elementTypeName = elementTypeName.substring(1, elementTypeName.length - 1);
  }
  let internalElementTypeName = elementTypeName.replace(/\./g, "/");
  if (primitiveTypesNames.has(internalElementTypeName)) {
    internalElementTypeName = "[".repeat(numInternalArrays) + internalElementTypeName;
  } else {
    internalElementTypeName = "[".repeat(numInternalArrays) + "L" + internalElementTypeName + ";";
  }
  const internalTypeName = "[" + internalElementTypeName;
  elementTypeName = "[".repeat(numInternalArrays) + elementTypeName;
  return {
    name: typeName2.replace(/\./g, "/"),
    type: "pointer",
    size: 1,
    defaultValue: NULL,
    isCompatible(v) {
      if (v === null) {
        return true;
      }
      if (typeof v !== "object" || v.length === void 0) {
        return false;
      }
      return v.every(function(element) {
        return elementType.isCompatible(element);
      });
    },
    fromJni(arr, env, owned) {
      if (arr.isNull()) {
        return null;
      }
      const result = [];
      const n = env.getArrayLength(arr);
      for (let i = 0; i !== n; i++) {
        const element = env.getObjectArrayElement(arr, i);
        try {
          result.push(elementType.fromJni(element, env));
        } finally {
          env.deleteLocalRef(element);
        }
      }
      try {
        result.$w = factory.cast(arr, factory.use(internalTypeName), owned);
      } catch (e) {
        factory.use("java.lang.reflect.Array").newInstance(factory.use(elementTypeName).class, 0);
        result.$w = factory.cast(arr, factory.use(internalTypeName), owned);
      }
      result.$dispose = disposeObjectArray;
      return result;
    },
    toJni(elements, env) {
      if (elements === null) {
        return NULL;
      }
      if (!(elements instanceof Array)) {
        throw new Error("Expected an array");
      }
      const wrapper = elements.$w;
      if (wrapper !== void 0) {
        return wrapper.$h;
      }
      const n = elements.length;
      const klassObj = factory.use(elementTypeName);
      const classHandle = klassObj.$borrowClassHandle(env);
      try {
        const result = env.newObjectArray(n, classHandle.value, NULL);
        env.throwIfExceptionPending();
        for (let i = 0; i !== n; i++) {
          const handle = elementType.toJni(elements[i], env);
          try {
            env.setObjectArrayElement(result, i, handle);
          } finally {
            if (elementType.type === "pointer" && env.getObjectRefType(handle) === JNILocalRefType) {
              env.deleteLocalRef(handle);
            }
          }
          env.throwIfExceptionPending();
        }
        return result;
      } finally {
        classHandle.unref(env);
      }
    }
  };
}
function disposeObjectArray() {
  const n = this.length;
  for (let i = 0; i !== n; i++) {
    const obj = this[i];
    if (obj === null) {
      continue;
    }
    const dispose = obj.$dispose;
    if (dispose === void 0) {
      break;
    }
    dispose.call(obj);
  }
  this.$w.$dispose();
}
function fromJniPrimitiveArray(arr, spec, env, owned) {
  if (arr.isNull()) {
    return null;
  }
  const type = getPrimitiveType(spec.typeName);
  const length = env.getArrayLength(arr);
  return new PrimitiveArray(arr, spec, type, length, env, owned);
}
function toJniPrimitiveArray(arr, spec, env) {
  if (arr === null) {
    return NULL;
  }
  const handle = arr.$h;
  if (handle !== void 0) {
    return handle;
  }
  const length = arr.length;
  const type = getPrimitiveType(spec.typeName);
  const result = spec.newArray.call(env, length);
  if (result.isNull()) {
    throw new Error("Unable to construct array");
  }
  if (length > 0) {
    const elementSize = type.byteSize;
    const writeElement = type.write;
    const unparseElementValue = type.toJni;
    const elements = Memory.alloc(length * type.byteSize);
    for (let index = 0; index !== length; index++) {
      writeElement(elements.add(index * elementSize), unparseElementValue(arr[index]));
    }
    spec.setRegion.call(env, result, 0, length, elements);
    env.throwIfExceptionPending();
  }
  return result;
}
function isCompatiblePrimitiveArray(value, typeName2) {
  if (value === null) {
    return true;
  }
  if (value instanceof PrimitiveArray) {
    return value.$s.typeName === typeName2;
  }
  const isArrayLike = typeof value === "object" && value.length !== void 0;
  if (!isArrayLike) {
    return false;
  }
  const elementType = getPrimitiveType(typeName2);
  return Array.prototype.every.call(value, (element) => elementType.isCompatible(element));
}
function PrimitiveArray(handle, spec, type, length, env, owned = true) {
  if (owned) {
    const h = env.newGlobalRef(handle);
    this.$h = h;
    this.$r = Script.bindWeak(this, env.vm.makeHandleDestructor(h));
  } else {
    this.$h = handle;
    this.$r = null;
  }
  this.$s = spec;
  this.$t = type;
  this.length = length;
  return new Proxy(this, primitiveArrayHandler);
}
primitiveArrayHandler = {
  has(target, property) {
    if (property in target) {
      return true;
    }
    return target.tryParseIndex(property) !== null;
  },
  get(target, property, receiver) {
    const index = target.tryParseIndex(property);
    if (index === null) {
      return target[property];
    }
    return target.readElement(index);
  },
  set(target, property, value, receiver) {
    const index = target.tryParseIndex(property);
    if (index === null) {
      target[property] = value;
      return true;
    }
    target.writeElement(index, value);
    return true;
  },
  ownKeys(target) {
    const keys = [];
    const { length } = target;
    for (let i = 0; i !== length; i++) {
      const key = i.toString();
      keys.push(key);
    }
    keys.push("length");
    return keys;
  },
  getOwnPropertyDescriptor(target, property) {
    const index = target.tryParseIndex(property);
    if (index !== null) {
      return {
        writable: true,
        configurable: true,
        enumerable: true
      };
    }
    return Object.getOwnPropertyDescriptor(target, property);
  }
};
Object.defineProperties(PrimitiveArray.prototype, {
  $dispose: {
    enumerable: true,
    value() {
      const ref = this.$r;
      if (ref !== null) {
        this.$r = null;
        Script.unbindWeak(ref);
      }
    }
  },
  $clone: {
    value(env) {
      return new PrimitiveArray(this.$h, this.$s, this.$t, this.length, env);
    }
  },
  tryParseIndex: {
    value(rawIndex) {
      if (typeof rawIndex === "symbol") {
        return null;
      }
      const index = parseInt(rawIndex);
      if (isNaN(index) || index < 0 || index >= this.length) {
        return null;
      }
      return index;
    }
  },
  readElement: {
    value(index) {
      return this.withElements((elements) => {
        const type = this.$t;
        return type.fromJni(type.read(elements.add(index * type.byteSize)));
      });
    }
  },
  writeElement: {
    value(index, value) {
      const { $h: handle, $s: spec, $t: type } = this;
      const env = vm.getEnv();
      const element = Memory.alloc(type.byteSize);
      type.write(element, type.toJni(value));
      spec.setRegion.call(env, handle, index, 1, element);
    }
  },
  withElements: {
    value(perform) {
      const { $h: handle, $s: spec } = this;
      const env = vm.getEnv();
      const elements = spec.getElements.call(env, handle);
      if (elements.isNull()) {
        throw new Error("Unable to get array elements");
      }
      try {
        return perform(elements);
      } finally {
        spec.releaseElements.call(env, handle, elements);
      }
    }
  },
  toJSON: {
    value() {
      const { length, $t: type } = this;
      const { byteSize: elementSize, fromJni, read: read3 } = type;
      return this.withElements((elements) => {
        const values = [];
        for (let i = 0; i !== length; i++) {
          const value = fromJni(read3(elements.add(i * elementSize)));
          values.push(value);
        }
        return values;
      });
    }
  },
  toString: {
    value() {
      return this.toJSON().toString();
    }
  }
});
function makeJniObjectTypeName(typeName2) {
  return "L" + typeName2.replace(/\./g, "/") + ";";
}
function toTitleCase(str) {
  return str.charAt(0).toUpperCase() + str.slice(1);
}
function identity(value) {
  return value;
}

// node_modules/frida-java-bridge/lib/class-factory.js
var jsizeSize3 = 4;
var {
  ensureClassInitialized: ensureClassInitialized3,
  makeMethodMangler: makeMethodMangler3
} = android_exports;
var kAccStatic2 = 8;
var CONSTRUCTOR_METHOD = 1;
var STATIC_METHOD = 2;
var INSTANCE_METHOD = 3;
var STATIC_FIELD = 1;
var INSTANCE_FIELD = 2;
var STRATEGY_VIRTUAL = 1;
var STRATEGY_DIRECT = 2;
var PENDING_USE = Symbol("PENDING_USE");
var DEFAULT_CACHE_DIR = "/data/local/tmp";
var {
  getCurrentThreadId,
  pointerSize: pointerSize7
} = Process;
var factoryCache = {
  state: "empty",
  factories: [],
  loaders: null,
  Integer: null
};
var vm2 = null;
var api = null;
var isArtVm = null;
var wrapperHandler = null;
var dispatcherPrototype = null;
var methodPrototype = null;
var valueOfPrototype = null;
var cachedLoaderInvoke = null;
var cachedLoaderMethod = null;
var ignoredThreads = /* @__PURE__ */ new Map();
var ClassFactory = class _ClassFactory {
  static _initialize(_vm, _api) {
    vm2 = _vm;
    api = _api;
    isArtVm = _api.flavor === "art";
    if (_api.flavor === "jvm") {
      ensureClassInitialized3 = ensureClassInitialized2;
      makeMethodMangler3 = makeMethodMangler2;
    }
  }
  static _disposeAll(env) {
    factoryCache.factories.forEach((factory) => {
      factory._dispose(env);
    });
  }
  static get(classLoader) {
    const cache2 = getFactoryCache();
    const defaultFactory = cache2.factories[0];
    if (classLoader === null) {
      return defaultFactory;
    }
    const indexObj = cache2.loaders.get(classLoader);
    if (indexObj !== null) {
      const index = defaultFactory.cast(indexObj, cache2.Integer);
      return cache2.factories[index.intValue()];
    }
    const factory = new _ClassFactory();
    factory.loader = classLoader;
    factory.cacheDir = defaultFactory.cacheDir;
    addFactoryToCache(factory, classLoader);
    return factory;
  }
  constructor() {
    this.cacheDir = DEFAULT_CACHE_DIR;
    this.codeCacheDir = DEFAULT_CACHE_DIR + "/dalvik-cache";
    this.tempFileNaming = {
      prefix: "frida",
      suffix: ""
    };
    this._classes = {};
    this._classHandles = new LRU(10, releaseClassHandle);
    this._patchedMethods = /* @__PURE__ */ new Set();
    this._loader = null;
    this._types = [{}, {}];
    factoryCache.factories.push(this);
  }
  _dispose(env) {
    Array.from(this._patchedMethods).forEach((method2) => {
      method2.implementation = null;
    });
    this._patchedMethods.clear();
    revertGlobalPatches();
    this._classHandles.dispose(env);
    this._classes = {};
  }
  get loader() {
    return this._loader;
  }
  set loader(value) {
    const isInitial = this._loader === null && value !== null;
    this._loader = value;
    if (isInitial && factoryCache.state === "ready" && this === factoryCache.factories[0]) {
      addFactoryToCache(this, value);
    }
  }
  use(className2, options = {}) {
    const allowCached = options.cache !== "skip";
    let C = allowCached ? this._getUsedClass(className2) : void 0;
    if (C === void 0) {
      try {
        const env = vm2.getEnv();
        const { _loader: loader } = this;
        const getClassHandle = loader !== null ? makeLoaderClassHandleGetter(className2, loader, env) : makeBasicClassHandleGetter(className2);
        C = this._make(className2, getClassHandle, env);
      } finally {
        if (allowCached) {
          this._setUsedClass(className2, C);
        }
      }
    }
    return C;
  }
  _getUsedClass(className2) {
    let c;
    while ((c = this._classes[className2]) === PENDING_USE) {
      Thread.sleep(0.05);
    }
    if (c === void 0) {
      this._classes[className2] = PENDING_USE;
    }
    return c;
  }
  _setUsedClass(className2, c) {
    if (c !== void 0) {
      this._classes[className2] = c;
    } else {
      delete this._classes[className2];
    }
  }
  _make(name2, getClassHandle, env) {
    const C = makeClassWrapperConstructor();
    const proto = Object.create(Wrapper.prototype, {
      [Symbol.for("n")]: {
        value: name2
      },
      $n: {
        get() {
          return this[Symbol.for("n")];
        }
      },
      [Symbol.for("C")]: {
        value: C
      },
      $C: {
        get() {
          return this[Symbol.for("C")];
        }
      },
      [Symbol.for("w")]: {
        value: null,
        writable: true
      },
      $w: {
        get() {
          return this[Symbol.for("w")];
        },
        set(val) {
          this[Symbol.for("w")] = val;
        }
      },
      [Symbol.for("_s")]: {
        writable: true
      },
      $_s: {
        get() {
          return this[Symbol.for("_s")];
        },
        set(val) {
          this[Symbol.for("_s")] = val;
        }
      },
      [Symbol.for("c")]: {
        value: [null]
      },
      $c: {
        get() {
          return this[Symbol.for("c")];
        }
      },
      [Symbol.for("m")]: {
        value: /* @__PURE__ */ new Map()
      },
      $m: {
        get() {
          return this[Symbol.for("m")];
        }
      },
      [Symbol.for("l")]: {
        value: null,
        writable: true
      },
      $l: {
        get() {
          return this[Symbol.for("l")];
        },
        set(val) {
          this[Symbol.for("l")] = val;
        }
      },
      [Symbol.for("gch")]: {
        value: getClassHandle
      },
      $gch: {
        get() {
          return this[Symbol.for("gch")];
        }
      },
      [Symbol.for("f")]: {
        value: this
      },
      $f: {
        get() {
          return this[Symbol.for("f")];
        }
      }
    });
    C.prototype = proto;
    const classWrapper = new C(null);
    proto[Symbol.for("w")] = classWrapper;
    proto.$w = classWrapper;
    const h = classWrapper.$borrowClassHandle(env);
    try {
      const classHandle = h.value;
      ensureClassInitialized3(env, classHandle);
      proto.$l = Model.build(classHandle, env);
    } finally {
      h.unref(env);
    }
    return classWrapper;
  }
  retain(obj) {
    const env = vm2.getEnv();
    return obj.$clone(env);
  }
  cast(obj, klass, owned) {
    const env = vm2.getEnv();
    let handle = obj.$h;
    if (handle === void 0) {
      handle = obj;
    }
    const h = klass.$borrowClassHandle(env);
    try {
      const isValidCast = env.isInstanceOf(handle, h.value);
      if (!isValidCast) {
        throw new Error(`Cast from '${env.getObjectClassName(handle)}' to '${klass.$n}' isn't possible`);
      }
    } finally {
      h.unref(env);
    }
    const C = klass.$C;
    return new C(handle, STRATEGY_VIRTUAL, env, owned);
  }
  wrap(handle, klass, env) {
    const C = klass.$C;
    const wrapper = new C(handle, STRATEGY_VIRTUAL, env, false);
    wrapper.$r = Script.bindWeak(wrapper, vm2.makeHandleDestructor(handle));
    return wrapper;
  }
  array(type, elements) {
    const env = vm2.getEnv();
    const primitiveType = getPrimitiveType(type);
    if (primitiveType !== null) {
      type = primitiveType.name;
    }
    const arrayType = getArrayType("[" + type, false, this);
    const rawArray = arrayType.toJni(elements, env);
    return arrayType.fromJni(rawArray, env, true);
  }
  registerClass(spec) {
    const env = vm2.getEnv();
    const tempHandles = [];
    try {
      const Class = this.use("java.lang.Class");
      const Method2 = env.javaLangReflectMethod();
      const invokeObjectMethodNoArgs = env.vaMethod("pointer", []);
      const className2 = spec.name;
      const interfaces = spec.implements || [];
      const superClass = spec.superClass || this.use("java.lang.Object");
      const dexFields = [];
      const dexMethods = [];
      const dexSpec = {
        name: makeJniObjectTypeName(className2),
        sourceFileName: makeSourceFileName(className2),
        superClass: makeJniObjectTypeName(superClass.$n),
        interfaces: interfaces.map((iface) => makeJniObjectTypeName(iface.$n)),
        fields: dexFields,
        methods: dexMethods
      };
      const allInterfaces = interfaces.slice();
      interfaces.forEach((iface) => {
        Array.prototype.slice.call(iface.class.getInterfaces()).forEach((baseIface) => {
          const baseIfaceName = this.cast(baseIface, Class).getCanonicalName();
          allInterfaces.push(this.use(baseIfaceName));
        });
      });
      const fields2 = spec.fields || {};
      Object.getOwnPropertyNames(fields2).forEach((name2) => {
        const fieldType = this._getType(fields2[name2]);
        dexFields.push([name2, fieldType.name]);
      });
      const baseMethods = {};
      const pendingOverloads = {};
      allInterfaces.forEach((iface) => {
        const h = iface.$borrowClassHandle(env);
        tempHandles.push(h);
        const ifaceHandle = h.value;
        iface.$ownMembers.filter((name2) => {
          return iface[name2].overloads !== void 0;
        }).forEach((name2) => {
          const method2 = iface[name2];
          const overloads = method2.overloads;
          const overloadIds = overloads.map((overload) => makeOverloadId(name2, overload.returnType, overload.argumentTypes));
          baseMethods[name2] = [method2, overloadIds, ifaceHandle];
          overloads.forEach((overload, index) => {
            const id = overloadIds[index];
            pendingOverloads[id] = [overload, ifaceHandle];
          });
        });
      });
      const methods2 = spec.methods || {};
      const methodNames = Object.keys(methods2);
      const methodEntries = methodNames.reduce((result, name2) => {
        const entry2 = methods2[name2];
        const rawName = name2 === "$init" ? "<init>" : name2;
        if (entry2 instanceof Array) {
          result.push(...entry2.map((e) => [rawName, e]));
        } else {
          result.push([rawName, entry2]);
        }
        return result;
      }, []);
      const implMethods = [];
      methodEntries.forEach(([name2, methodValue]) => {
        let type = INSTANCE_METHOD;
        let returnType;
        let argumentTypes;
        let thrownTypeNames = [];
        let impl;
        if (typeof methodValue === "function") {
          const m = baseMethods[name2];
          if (m !== void 0 && Array.isArray(m)) {
            const [baseMethod, overloadIds, parentTypeHandle] = m;
            if (overloadIds.length > 1) {
              throw new Error(`More than one overload matching '${name2}': signature must be specified`);
            }
            delete pendingOverloads[overloadIds[0]];
            const overload = baseMethod.overloads[0];
            type = overload.type;
            returnType = overload.returnType;
            argumentTypes = overload.argumentTypes;
            impl = methodValue;
            const reflectedMethod = env.toReflectedMethod(parentTypeHandle, overload.handle, 0);
            const thrownTypes = invokeObjectMethodNoArgs(env.handle, reflectedMethod, Method2.getGenericExceptionTypes);
            thrownTypeNames = readTypeNames(env, thrownTypes).map(makeJniObjectTypeName);
            env.deleteLocalRef(thrownTypes);
            env.deleteLocalRef(reflectedMethod);
          } else {
            returnType = this._getType("void");
            argumentTypes = [];
            impl = methodValue;
          }
        } else {
          if (methodValue.isStatic) {
            type = STATIC_METHOD;
          }
          returnType = this._getType(methodValue.returnType || "void");
          argumentTypes = (methodValue.argumentTypes || []).map((name3) => this._getType(name3));
          impl = methodValue.implementation;
          if (typeof impl !== "function") {
            throw new Error("Expected a function implementation for method: " + name2);
          }
          const id = makeOverloadId(name2, returnType, argumentTypes);
          const pendingOverload = pendingOverloads[id];
          if (pendingOverload !== void 0) {
            const [overload, parentTypeHandle] = pendingOverload;
            delete pendingOverloads[id];
            type = overload.type;
            returnType = overload.returnType;
            argumentTypes = overload.argumentTypes;
            const reflectedMethod = env.toReflectedMethod(parentTypeHandle, overload.handle, 0);
            const thrownTypes = invokeObjectMethodNoArgs(env.handle, reflectedMethod, Method2.getGenericExceptionTypes);
            thrownTypeNames = readTypeNames(env, thrownTypes).map(makeJniObjectTypeName);
            env.deleteLocalRef(thrownTypes);
            env.deleteLocalRef(reflectedMethod);
          }
        }
        const returnTypeName = returnType.name;
        const argumentTypeNames = argumentTypes.map((t) => t.name);
        const signature = "(" + argumentTypeNames.join("") + ")" + returnTypeName;
        dexMethods.push([name2, returnTypeName, argumentTypeNames, thrownTypeNames, type === STATIC_METHOD ? kAccStatic2 : 0]);
        implMethods.push([name2, signature, type, returnType, argumentTypes, impl]);
      });
      const unimplementedMethodIds = Object.keys(pendingOverloads);
      if (unimplementedMethodIds.length > 0) {
        throw new Error("Missing implementation for: " + unimplementedMethodIds.join(", "));
      }
      const dex = DexFile.fromBuffer(mkdex_default(dexSpec), this);
      try {
        dex.load();
      } finally {
        dex.file.delete();
      }
      const classWrapper = this.use(spec.name);
      const numMethods = methodEntries.length;
      if (numMethods > 0) {
        const methodElementSize = 3 * pointerSize7;
        const methodElements = Memory.alloc(numMethods * methodElementSize);
        const nativeMethods = [];
        const temporaryHandles = [];
        implMethods.forEach(([name2, signature, type, returnType, argumentTypes, impl], index) => {
          const rawName = Memory.allocUtf8String(name2);
          const rawSignature = Memory.allocUtf8String(signature);
          const rawImpl = implement(name2, classWrapper, type, returnType, argumentTypes, impl);
          methodElements.add(index * methodElementSize).writePointer(rawName);
          methodElements.add(index * methodElementSize + pointerSize7).writePointer(rawSignature);
          methodElements.add(index * methodElementSize + 2 * pointerSize7).writePointer(rawImpl);
          temporaryHandles.push(rawName, rawSignature);
          nativeMethods.push(rawImpl);
        });
        const h = classWrapper.$borrowClassHandle(env);
        tempHandles.push(h);
        const classHandle = h.value;
        env.registerNatives(classHandle, methodElements, numMethods);
        env.throwIfExceptionPending();
        classWrapper.$nativeMethods = nativeMethods;
      }
      return classWrapper;
    } finally {
      tempHandles.forEach((h) => {
        h.unref(env);
      });
    }
  }
  choose(specifier, callbacks) {
    const env = vm2.getEnv();
    const { flavor } = api;
    if (flavor === "jvm") {
      this._chooseObjectsJvm(specifier, env, callbacks);
    } else if (flavor === "art") {
      const legacyApiMissing = api["art::gc::Heap::VisitObjects"] === void 0;
      if (legacyApiMissing) {
        const preA12ApiMissing = api["art::gc::Heap::GetInstances"] === void 0;
        if (preA12ApiMissing) {
          return this._chooseObjectsJvm(specifier, env, callbacks);
        }
      }
      withRunnableArtThread(vm2, env, (thread) => {
        if (legacyApiMissing) {
          this._chooseObjectsArtPreA12(specifier, env, thread, callbacks);
        } else {
          this._chooseObjectsArtLegacy(specifier, env, thread, callbacks);
        }
      });
    } else {
      this._chooseObjectsDalvik(specifier, env, callbacks);
    }
  }
  _chooseObjectsJvm(className2, env, callbacks) {
    const classWrapper = this.use(className2);
    const { jvmti } = api;
    const JVMTI_ITERATION_CONTINUE = 1;
    const JVMTI_HEAP_OBJECT_EITHER = 3;
    const h = classWrapper.$borrowClassHandle(env);
    const tag = int64(h.value.toString());
    try {
      const heapObjectCallback = new NativeCallback((classTag, size, tagPtr2, userData) => {
        tagPtr2.writeS64(tag);
        return JVMTI_ITERATION_CONTINUE;
      }, "int", ["int64", "int64", "pointer", "pointer"]);
      jvmti.iterateOverInstancesOfClass(h.value, JVMTI_HEAP_OBJECT_EITHER, heapObjectCallback, h.value);
      const tagPtr = Memory.alloc(8);
      tagPtr.writeS64(tag);
      const countPtr = Memory.alloc(jsizeSize3);
      const objectsPtr = Memory.alloc(pointerSize7);
      jvmti.getObjectsWithTags(1, tagPtr, countPtr, objectsPtr, NULL);
      const count = countPtr.readS32();
      const objects = objectsPtr.readPointer();
      const handles = [];
      for (let i = 0; i !== count; i++) {
        handles.push(objects.add(i * pointerSize7).readPointer());
      }
      jvmti.deallocate(objects);
      try {
        for (const handle of handles) {
          const instance = this.cast(handle, classWrapper);
          const result = callbacks.onMatch(instance);
          if (result === "stop") {
            break;
          }
        }
        callbacks.onComplete();
      } finally {
        handles.forEach((handle) => {
          env.deleteLocalRef(handle);
        });
      }
    } finally {
      h.unref(env);
    }
  }
  _chooseObjectsArtPreA12(className2, env, thread, callbacks) {
    const classWrapper = this.use(className2);
    const scope = VariableSizedHandleScope.$new(thread, vm2);
    let needle;
    const h = classWrapper.$borrowClassHandle(env);
    try {
      const object = api["art::JavaVMExt::DecodeGlobal"](api.vm, thread, h.value);
      needle = scope.newHandle(object);
    } finally {
      h.unref(env);
    }
    const maxCount = 0;
    const instances = HandleVector.$new();
    api["art::gc::Heap::GetInstances"](api.artHeap, scope, needle, maxCount, instances);
    const instanceHandles = instances.handles.map((handle) => env.newGlobalRef(handle));
    instances.$delete();
    scope.$delete();
    try {
      for (const handle of instanceHandles) {
        const instance = this.cast(handle, classWrapper);
        const result = callbacks.onMatch(instance);
        if (result === "stop") {
          break;
        }
      }
      callbacks.onComplete();
    } finally {
      instanceHandles.forEach((handle) => {
        env.deleteGlobalRef(handle);
      });
    }
  }
  _chooseObjectsArtLegacy(className2, env, thread, callbacks) {
    const classWrapper = this.use(className2);
    const instanceHandles = [];
    const addGlobalReference = api["art::JavaVMExt::AddGlobalRef"];
    const vmHandle2 = api.vm;
    let needle;
    const h = classWrapper.$borrowClassHandle(env);
    try {
      needle = api["art::JavaVMExt::DecodeGlobal"](vmHandle2, thread, h.value).toInt32();
    } finally {
      h.unref(env);
    }
    const collectMatchingInstanceHandles = makeObjectVisitorPredicate(needle, (object) => {
      instanceHandles.push(addGlobalReference(vmHandle2, thread, object));
    });
    api["art::gc::Heap::VisitObjects"](api.artHeap, collectMatchingInstanceHandles, NULL);
    try {
      for (const handle of instanceHandles) {
        const instance = this.cast(handle, classWrapper);
        const result = callbacks.onMatch(instance);
        if (result === "stop") {
          break;
        }
      }
    } finally {
      instanceHandles.forEach((handle) => {
        env.deleteGlobalRef(handle);
      });
    }
    callbacks.onComplete();
  }
  _chooseObjectsDalvik(className2, callerEnv, callbacks) {
    const classWrapper = this.use(className2);
    if (api.addLocalReference === null) {
      const libdvm = Process.getModuleByName("libdvm.so");
      let pattern;
      switch (Process.arch) {
        case "arm":
          pattern = "2d e9 f0 41 05 46 15 4e 0c 46 7e 44 11 b3 43 68";
          break;
        case "ia32":
          pattern = "8d 64 24 d4 89 5c 24 1c 89 74 24 20 e8 ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? 85 d2";
          break;
      }
      Memory.scan(libdvm.base, libdvm.size, pattern, {
        onMatch: (address3, size) => {
          let wrapper;
          if (Process.arch === "arm") {
            address3 = address3.or(1);
            wrapper = new NativeFunction(address3, "pointer", ["pointer", "pointer"]);
          } else {
            const thunk = Memory.alloc(Process.pageSize);
            Memory.patchCode(thunk, 16, (code4) => {
              const cw = new X86Writer(code4, { pc: thunk });
              cw.putMovRegRegOffsetPtr("eax", "esp", 4);
              cw.putMovRegRegOffsetPtr("edx", "esp", 8);
              cw.putJmpAddress(address3);
              cw.flush();
            });
            wrapper = new NativeFunction(thunk, "pointer", ["pointer", "pointer"]);
            wrapper._thunk = thunk;
          }
          api.addLocalReference = wrapper;
          vm2.perform((env) => {
            enumerateInstances(this, env);
          });
          return "stop";
        },
        onError(reason) {
        },
        onComplete() {
          if (api.addLocalReference === null) {
            callbacks.onComplete();
          }
        }
      });
    } else {
      enumerateInstances(this, callerEnv);
    }
    function enumerateInstances(factory, env) {
      const { DVM_JNI_ENV_OFFSET_SELF: DVM_JNI_ENV_OFFSET_SELF2 } = android_exports;
      const thread = env.handle.add(DVM_JNI_ENV_OFFSET_SELF2).readPointer();
      let ptrClassObject;
      const h = classWrapper.$borrowClassHandle(env);
      try {
        ptrClassObject = api.dvmDecodeIndirectRef(thread, h.value);
      } finally {
        h.unref(env);
      }
      const pattern = ptrClassObject.toMatchPattern();
      const heapSourceBase = api.dvmHeapSourceGetBase();
      const heapSourceLimit = api.dvmHeapSourceGetLimit();
      const size = heapSourceLimit.sub(heapSourceBase).toInt32();
      Memory.scan(heapSourceBase, size, pattern, {
        onMatch: (address3, size2) => {
          if (api.dvmIsValidObject(address3)) {
            vm2.perform((env2) => {
              const thread2 = env2.handle.add(DVM_JNI_ENV_OFFSET_SELF2).readPointer();
              let instance;
              const localReference = api.addLocalReference(thread2, address3);
              try {
                instance = factory.cast(localReference, classWrapper);
              } finally {
                env2.deleteLocalRef(localReference);
              }
              const result = callbacks.onMatch(instance);
              if (result === "stop") {
                return "stop";
              }
            });
          }
        },
        onError(reason) {
        },
        onComplete() {
          callbacks.onComplete();
        }
      });
    }
  }
  openClassFile(filePath) {
    return new DexFile(filePath, null, this);
  }
  _getType(typeName2, unbox = true) {
    return getType(typeName2, unbox, this);
  }
};
function makeClassWrapperConstructor() {
  return function(handle, strategy, env, owned) {
    return Wrapper.call(this, handle, strategy, env, owned);
  };
}
function Wrapper(handle, strategy, env, owned = true) {
  if (handle !== null) {
    if (owned) {
      const h = env.newGlobalRef(handle);
      this.$h = h;
      this.$r = Script.bindWeak(this, vm2.makeHandleDestructor(h));
    } else {
      this.$h = handle;
      this.$r = null;
    }
  } else {
    this.$h = null;
    this.$r = null;
  }
  this.$t = strategy;
  return new Proxy(this, wrapperHandler);
}
wrapperHandler = {
  has(target, property) {
    if (property in target) {
      return true;
    }
    return target.$has(property);
  },
  get(target, property, receiver) {
    if (typeof property !== "string" || property.startsWith("$") || property === "class") {
      return target[property];
    }
    const unwrap2 = target.$find(property);
    if (unwrap2 !== null) {
      return unwrap2(receiver);
    }
    return target[property];
  },
  set(target, property, value, receiver) {
    target[property] = value;
    return true;
  },
  ownKeys(target) {
    return target.$list();
  },
  getOwnPropertyDescriptor(target, property) {
    if (Object.prototype.hasOwnProperty.call(target, property)) {
      return Object.getOwnPropertyDescriptor(target, property);
    }
    return {
      writable: false,
      configurable: true,
      enumerable: true
    };
  }
};
Object.defineProperties(Wrapper.prototype, {
  [Symbol.for("new")]: {
    enumerable: false,
    get() {
      return this.$getCtor("allocAndInit");
    }
  },
  $new: {
    enumerable: true,
    get() {
      return this[Symbol.for("new")];
    }
  },
  [Symbol.for("alloc")]: {
    enumerable: false,
    value() {
      const env = vm2.getEnv();
      const h = this.$borrowClassHandle(env);
      try {
        const obj = env.allocObject(h.value);
        const factory = this.$f;
        return factory.cast(obj, this);
      } finally {
        h.unref(env);
      }
    }
  },
  $alloc: {
    enumerable: true,
    get() {
      return this[Symbol.for("alloc")];
    }
  },
  [Symbol.for("init")]: {
    enumerable: false,
    get() {
      return this.$getCtor("initOnly");
    }
  },
  $init: {
    enumerable: true,
    get() {
      return this[Symbol.for("init")];
    }
  },
  [Symbol.for("dispose")]: {
    enumerable: false,
    value() {
      const ref = this.$r;
      if (ref !== null) {
        this.$r = null;
        Script.unbindWeak(ref);
      }
      if (this.$h !== null) {
        this.$h = void 0;
      }
    }
  },
  $dispose: {
    enumerable: true,
    get() {
      return this[Symbol.for("dispose")];
    }
  },
  [Symbol.for("clone")]: {
    enumerable: false,
    value(env) {
      const C = this.$C;
      return new C(this.$h, this.$t, env);
    }
  },
  $clone: {
    value(env) {
      return this[Symbol.for("clone")](env);
    }
  },
  [Symbol.for("class")]: {
    enumerable: false,
    get() {
      const env = vm2.getEnv();
      const h = this.$borrowClassHandle(env);
      try {
        const factory = this.$f;
        return factory.cast(h.value, factory.use("java.lang.Class"));
      } finally {
        h.unref(env);
      }
    }
  },
  class: {
    enumerable: true,
    get() {
      return this[Symbol.for("class")];
    }
  },
  [Symbol.for("className")]: {
    enumerable: false,
    get() {
      const handle = this.$h;
      if (handle === null) {
        return this.$n;
      }
      return vm2.getEnv().getObjectClassName(handle);
    }
  },
  $className: {
    enumerable: true,
    get() {
      return this[Symbol.for("className")];
    }
  },
  [Symbol.for("ownMembers")]: {
    enumerable: false,
    get() {
      const model = this.$l;
      return model.list();
    }
  },
  $ownMembers: {
    enumerable: true,
    get() {
      return this[Symbol.for("ownMembers")];
    }
  },
  [Symbol.for("super")]: {
    enumerable: false,
    get() {
      const env = vm2.getEnv();
      const C = this.$s.$C;
      return new C(this.$h, STRATEGY_DIRECT, env);
    }
  },
  $super: {
    enumerable: true,
    get() {
      return this[Symbol.for("super")];
    }
  },
  [Symbol.for("s")]: {
    enumerable: false,
    get() {
      const proto = Object.getPrototypeOf(this);
      let superWrapper = proto.$_s;
      if (superWrapper === void 0) {
        const env = vm2.getEnv();
        const h = this.$borrowClassHandle(env);
        try {
          const superHandle = env.getSuperclass(h.value);
          if (!superHandle.isNull()) {
            try {
              const superClassName = env.getClassName(superHandle);
              const factory = proto.$f;
              superWrapper = factory._getUsedClass(superClassName);
              if (superWrapper === void 0) {
                try {
                  const getSuperClassHandle = makeSuperHandleGetter(this);
                  superWrapper = factory._make(superClassName, getSuperClassHandle, env);
                } finally {
                  factory._setUsedClass(superClassName, superWrapper);
                }
              }
            } finally {
              env.deleteLocalRef(superHandle);
            }
          } else {
            superWrapper = null;
          }
        } finally {
          h.unref(env);
        }
        proto.$_s = superWrapper;
      }
      return superWrapper;
    }
  },
  $s: {
    get() {
      return this[Symbol.for("s")];
    }
  },
  [Symbol.for("isSameObject")]: {
    enumerable: false,
    value(obj) {
      const env = vm2.getEnv();
      return env.isSameObject(obj.$h, this.$h);
    }
  },
  $isSameObject: {
    value(obj) {
      return this[Symbol.for("isSameObject")](obj);
    }
  },
  [Symbol.for("getCtor")]: {
    enumerable: false,
    value(type) {
      const slot = this.$c;
      let ctor = slot[0];
      if (ctor === null) {
        const env = vm2.getEnv();
        const h = this.$borrowClassHandle(env);
        try {
          ctor = makeConstructor(h.value, this.$w, env);
          slot[0] = ctor;
        } finally {
          h.unref(env);
        }
      }
      return ctor[type];
    }
  },
  $getCtor: {
    value(type) {
      return this[Symbol.for("getCtor")](type);
    }
  },
  [Symbol.for("borrowClassHandle")]: {
    enumerable: false,
    value(env) {
      const className2 = this.$n;
      const classHandles = this.$f._classHandles;
      let handle = classHandles.get(className2);
      if (handle === void 0) {
        handle = new ClassHandle(this.$gch(env), env);
        classHandles.set(className2, handle, env);
      }
      return handle.ref();
    }
  },
  $borrowClassHandle: {
    value(env) {
      return this[Symbol.for("borrowClassHandle")](env);
    }
  },
  [Symbol.for("copyClassHandle")]: {
    enumerable: false,
    value(env) {
      const h = this.$borrowClassHandle(env);
      try {
        return env.newLocalRef(h.value);
      } finally {
        h.unref(env);
      }
    }
  },
  $copyClassHandle: {
    value(env) {
      return this[Symbol.for("copyClassHandle")](env);
    }
  },
  [Symbol.for("getHandle")]: {
    enumerable: false,
    value(env) {
      const handle = this.$h;
      const isDisposed = handle === void 0;
      if (isDisposed) {
        throw new Error("Wrapper is disposed; perhaps it was borrowed from a hook instead of calling Java.retain() to make a long-lived wrapper?");
      }
      return handle;
    }
  },
  $getHandle: {
    value(env) {
      return this[Symbol.for("getHandle")](env);
    }
  },
  [Symbol.for("list")]: {
    enumerable: false,
    value() {
      const superWrapper = this.$s;
      const superMembers = superWrapper !== null ? superWrapper.$list() : [];
      const model = this.$l;
      return Array.from(new Set(superMembers.concat(model.list())));
    }
  },
  $list: {
    get() {
      return this[Symbol.for("list")];
    }
  },
  [Symbol.for("has")]: {
    enumerable: false,
    value(member) {
      const members = this.$m;
      if (members.has(member)) {
        return true;
      }
      const model = this.$l;
      if (model.has(member)) {
        return true;
      }
      const superWrapper = this.$s;
      if (superWrapper !== null && superWrapper.$has(member)) {
        return true;
      }
      return false;
    }
  },
  $has: {
    value(member) {
      return this[Symbol.for("has")](member);
    }
  },
  [Symbol.for("find")]: {
    enumerable: false,
    value(member) {
      const members = this.$m;
      let value = members.get(member);
      if (value !== void 0) {
        return value;
      }
      const model = this.$l;
      const spec = model.find(member);
      if (spec !== null) {
        const env = vm2.getEnv();
        const h = this.$borrowClassHandle(env);
        try {
          value = makeMember(member, spec, h.value, this.$w, env);
        } finally {
          h.unref(env);
        }
        members.set(member, value);
        return value;
      }
      const superWrapper = this.$s;
      if (superWrapper !== null) {
        return superWrapper.$find(member);
      }
      return null;
    }
  },
  $find: {
    value(member) {
      return this[Symbol.for("find")](member);
    }
  },
  [Symbol.for("toJSON")]: {
    enumerable: false,
    value() {
      const wrapperName = this.$n;
      const handle = this.$h;
      if (handle === null) {
        return `<class: ${wrapperName}>`;
      }
      const actualName = this.$className;
      if (wrapperName === actualName) {
        return `<instance: ${wrapperName}>`;
      }
      return `<instance: ${wrapperName}, $className: ${actualName}>`;
    }
  },
  toJSON: {
    get() {
      return this[Symbol.for("toJSON")];
    }
  }
});
function ClassHandle(value, env) {
  this.value = env.newGlobalRef(value);
  env.deleteLocalRef(value);
  this.refs = 1;
}
ClassHandle.prototype.ref = function() {
  this.refs++;
  return this;
};
ClassHandle.prototype.unref = function(env) {
  if (--this.refs === 0) {
    env.deleteGlobalRef(this.value);
  }
};
function releaseClassHandle(handle, env) {
  handle.unref(env);
}
function makeBasicClassHandleGetter(className2) {
  const canonicalClassName = className2.replace(/\./g, "/");
  return function(env) {
    const tid = getCurrentThreadId();
    ignore(tid);
    try {
      return env.findClass(canonicalClassName);
    } finally {
      unignore(tid);
    }
  };
}
function makeLoaderClassHandleGetter(className2, usedLoader, callerEnv) {
  if (cachedLoaderMethod === null) {
    cachedLoaderInvoke = callerEnv.vaMethod("pointer", ["pointer"]);
    cachedLoaderMethod = usedLoader.loadClass.overload("java.lang.String").handle;
  }
  callerEnv = null;
  return function(env) {
    const classNameValue = env.newStringUtf(className2);
    const tid = getCurrentThreadId();
    ignore(tid);
    try {
      const result = cachedLoaderInvoke(env.handle, usedLoader.$h, cachedLoaderMethod, classNameValue);
      env.throwIfExceptionPending();
      return result;
    } finally {
      unignore(tid);
      env.deleteLocalRef(classNameValue);
    }
  };
}
function makeSuperHandleGetter(classWrapper) {
  return function(env) {
    const h = classWrapper.$borrowClassHandle(env);
    try {
      return env.getSuperclass(h.value);
    } finally {
      h.unref(env);
    }
  };
}
function makeConstructor(classHandle, classWrapper, env) {
  const { $n: className2, $f: factory } = classWrapper;
  const methodName = basename(className2);
  const Class = env.javaLangClass();
  const Constructor = env.javaLangReflectConstructor();
  const invokeObjectMethodNoArgs = env.vaMethod("pointer", []);
  const invokeUInt8MethodNoArgs = env.vaMethod("uint8", []);
  const jsCtorMethods = [];
  const jsInitMethods = [];
  const jsRetType = factory._getType(className2, false);
  const jsVoidType = factory._getType("void", false);
  const constructors = invokeObjectMethodNoArgs(env.handle, classHandle, Class.getDeclaredConstructors);
  try {
    const n = env.getArrayLength(constructors);
    if (n !== 0) {
      for (let i = 0; i !== n; i++) {
        let methodId, types;
        const constructor = env.getObjectArrayElement(constructors, i);
        try {
          methodId = env.fromReflectedMethod(constructor);
          types = invokeObjectMethodNoArgs(env.handle, constructor, Constructor.getGenericParameterTypes);
        } finally {
          env.deleteLocalRef(constructor);
        }
        let jsArgTypes;
        try {
          jsArgTypes = readTypeNames(env, types).map((name2) => factory._getType(name2));
        } finally {
          env.deleteLocalRef(types);
        }
        jsCtorMethods.push(makeMethod(methodName, classWrapper, CONSTRUCTOR_METHOD, methodId, jsRetType, jsArgTypes, env));
        jsInitMethods.push(makeMethod(methodName, classWrapper, INSTANCE_METHOD, methodId, jsVoidType, jsArgTypes, env));
      }
    } else {
      const isInterface = invokeUInt8MethodNoArgs(env.handle, classHandle, Class.isInterface);
      if (isInterface) {
        throw new Error("cannot instantiate an interface");
      }
      const defaultClass = env.javaLangObject();
      const defaultConstructor = env.getMethodId(defaultClass, "<init>", "()V");
      jsCtorMethods.push(makeMethod(methodName, classWrapper, CONSTRUCTOR_METHOD, defaultConstructor, jsRetType, [], env));
      jsInitMethods.push(makeMethod(methodName, classWrapper, INSTANCE_METHOD, defaultConstructor, jsVoidType, [], env));
    }
  } finally {
    env.deleteLocalRef(constructors);
  }
  if (jsInitMethods.length === 0) {
    throw new Error("no supported overloads");
  }
  return {
    allocAndInit: makeMethodDispatcher(jsCtorMethods),
    initOnly: makeMethodDispatcher(jsInitMethods)
  };
}
function makeMember(name2, spec, classHandle, classWrapper, env) {
  if (spec.startsWith("m")) {
    return makeMethodFromSpec(name2, spec, classHandle, classWrapper, env);
  }
  return makeFieldFromSpec(name2, spec, classHandle, classWrapper, env);
}
function makeMethodFromSpec(name2, spec, classHandle, classWrapper, env) {
  const { $f: factory } = classWrapper;
  const overloads = spec.split(":").slice(1);
  const Method2 = env.javaLangReflectMethod();
  const invokeObjectMethodNoArgs = env.vaMethod("pointer", []);
  const invokeUInt8MethodNoArgs = env.vaMethod("uint8", []);
  const methods2 = overloads.map((params) => {
    const type = params[0] === "s" ? STATIC_METHOD : INSTANCE_METHOD;
    const methodId = ptr(params.substr(1));
    let jsRetType;
    const jsArgTypes = [];
    const handle = env.toReflectedMethod(classHandle, methodId, type === STATIC_METHOD ? 1 : 0);
    try {
      const isVarArgs = !!invokeUInt8MethodNoArgs(env.handle, handle, Method2.isVarArgs);
      const retType = invokeObjectMethodNoArgs(env.handle, handle, Method2.getGenericReturnType);
      env.throwIfExceptionPending();
      try {
        jsRetType = factory._getType(env.getTypeName(retType));
      } finally {
        env.deleteLocalRef(retType);
      }
      const argTypes = invokeObjectMethodNoArgs(env.handle, handle, Method2.getParameterTypes);
      try {
        const n = env.getArrayLength(argTypes);
        for (let i = 0; i !== n; i++) {
          const t = env.getObjectArrayElement(argTypes, i);
          let argClassName;
          try {
            argClassName = isVarArgs && i === n - 1 ? env.getArrayTypeName(t) : env.getTypeName(t);
          } finally {
            env.deleteLocalRef(t);
          }
          const argType = factory._getType(argClassName);
          jsArgTypes.push(argType);
        }
      } finally {
        env.deleteLocalRef(argTypes);
      }
    } catch (e) {
      return null;
    } finally {
      env.deleteLocalRef(handle);
    }
    return makeMethod(name2, classWrapper, type, methodId, jsRetType, jsArgTypes, env);
  }).filter((m) => m !== null);
  if (methods2.length === 0) {
    throw new Error("No supported overloads");
  }
  if (name2 === "valueOf") {
    ensureDefaultValueOfImplemented(methods2);
  }
  const result = makeMethodDispatcher(methods2);
  return function(receiver) {
    return result;
  };
}
function makeMethodDispatcher(overloads) {
  const m = makeMethodDispatcherCallable();
  Object.setPrototypeOf(m, dispatcherPrototype);
  m._o = overloads;
  return m;
}
function makeMethodDispatcherCallable() {
  const m = function() {
    return m.invoke(this, arguments);
  };
  return m;
}
dispatcherPrototype = Object.create(Function.prototype, {
  overloads: {
    enumerable: true,
    get() {
      return this._o;
    }
  },
  overload: {
    value(...args) {
      const overloads = this._o;
      const numArgs = args.length;
      const signature = args.join(":");
      for (let i = 0; i !== overloads.length; i++) {
        const method2 = overloads[i];
        const { argumentTypes } = method2;
        if (argumentTypes.length !== numArgs) {
          continue;
        }
        const s = argumentTypes.map((t) => t.className).join(":");
        if (s === signature) {
          return method2;
        }
      }
      throwOverloadError(this.methodName, this.overloads, "specified argument types do not match any of:");
    }
  },
  methodName: {
    enumerable: true,
    get() {
      return this._o[0].methodName;
    }
  },
  holder: {
    enumerable: true,
    get() {
      return this._o[0].holder;
    }
  },
  type: {
    enumerable: true,
    get() {
      return this._o[0].type;
    }
  },
  handle: {
    enumerable: true,
    get() {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].handle;
    }
  },
  implementation: {
    enumerable: true,
    get() {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].implementation;
    },
    set(fn) {
      throwIfDispatcherAmbiguous(this);
      this._o[0].implementation = fn;
    }
  },
  returnType: {
    enumerable: true,
    get() {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].returnType;
    }
  },
  argumentTypes: {
    enumerable: true,
    get() {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].argumentTypes;
    }
  },
  canInvokeWith: {
    enumerable: true,
    get(args) {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].canInvokeWith;
    }
  },
  clone: {
    enumerable: true,
    value(options) {
      throwIfDispatcherAmbiguous(this);
      return this._o[0].clone(options);
    }
  },
  invoke: {
    value(receiver, args) {
      const overloads = this._o;
      const isInstance = receiver.$h !== null;
      for (let i = 0; i !== overloads.length; i++) {
        const method2 = overloads[i];
        if (!method2.canInvokeWith(args)) {
          continue;
        }
        if (method2.type === INSTANCE_METHOD && !isInstance) {
          const name2 = this.methodName;
          if (name2 === "toString") {
            return `<class: ${receiver.$n}>`;
          }
          throw new Error(name2 + ": cannot call instance method without an instance");
        }
        return method2.apply(receiver, args);
      }
      if (this.methodName === "toString") {
        return `<class: ${receiver.$n}>`;
      }
      throwOverloadError(this.methodName, this.overloads, "argument types do not match any of:");
    }
  }
});
function makeOverloadId(name2, returnType, argumentTypes) {
  return `${returnType.className} ${name2}(${argumentTypes.map((t) => t.className).join(", ")})`;
}
function throwIfDispatcherAmbiguous(dispatcher) {
  const methods2 = dispatcher._o;
  if (methods2.length > 1) {
    throwOverloadError(methods2[0].methodName, methods2, "has more than one overload, use .overload(<signature>) to choose from:");
  }
}
function throwOverloadError(name2, methods2, message) {
  const methodsSortedByArity = methods2.slice().sort((a, b) => a.argumentTypes.length - b.argumentTypes.length);
  const overloads = methodsSortedByArity.map((m) => {
    const argTypes = m.argumentTypes;
    if (argTypes.length > 0) {
      return ".overload('" + m.argumentTypes.map((t) => t.className).join("', '") + "')";
    } else {
      return ".overload()";
    }
  });
  throw new Error(`${name2}(): ${message}
	${overloads.join("\n	")}`);
}
function makeMethod(methodName, classWrapper, type, methodId, retType, argTypes, env, invocationOptions) {
  const rawRetType = retType.type;
  const rawArgTypes = argTypes.map((t) => t.type);
  if (env === null) {
    env = vm2.getEnv();
  }
  let callVirtually, callDirectly;
  if (type === INSTANCE_METHOD) {
    callVirtually = env.vaMethod(rawRetType, rawArgTypes, invocationOptions);
    callDirectly = env.nonvirtualVaMethod(rawRetType, rawArgTypes, invocationOptions);
  } else if (type === STATIC_METHOD) {
    callVirtually = env.staticVaMethod(rawRetType, rawArgTypes, invocationOptions);
    callDirectly = callVirtually;
  } else {
    callVirtually = env.constructor(rawArgTypes, invocationOptions);
    callDirectly = callVirtually;
  }
  return makeMethodInstance([methodName, classWrapper, type, methodId, retType, argTypes, callVirtually, callDirectly]);
}
function makeMethodInstance(params) {
  const m = makeMethodCallable();
  Object.setPrototypeOf(m, methodPrototype);
  m._p = params;
  return m;
}
function makeMethodCallable() {
  const m = function() {
    return m.invoke(this, arguments);
  };
  return m;
}
methodPrototype = Object.create(Function.prototype, {
  methodName: {
    enumerable: true,
    get() {
      return this._p[0];
    }
  },
  holder: {
    enumerable: true,
    get() {
      return this._p[1];
    }
  },
  type: {
    enumerable: true,
    get() {
      return this._p[2];
    }
  },
  handle: {
    enumerable: true,
    get() {
      return this._p[3];
    }
  },
  implementation: {
    enumerable: true,
    get() {
      const replacement = this._r;
      return replacement !== void 0 ? replacement : null;
    },
    set(fn) {
      const params = this._p;
      const holder = params[1];
      const type = params[2];
      if (type === CONSTRUCTOR_METHOD) {
        throw new Error("Reimplementing $new is not possible; replace implementation of $init instead");
      }
      const existingReplacement = this._r;
      if (existingReplacement !== void 0) {
        holder.$f._patchedMethods.delete(this);
        const mangler = existingReplacement._m;
        mangler.revert(vm2);
        this._r = void 0;
      }
      if (fn !== null) {
        const [methodName, classWrapper, type2, methodId, retType, argTypes] = params;
        const replacement = implement(methodName, classWrapper, type2, retType, argTypes, fn, this);
        const mangler = makeMethodMangler3(methodId);
        replacement._m = mangler;
        this._r = replacement;
        mangler.replace(replacement, type2 === INSTANCE_METHOD, argTypes, vm2, api);
        holder.$f._patchedMethods.add(this);
      }
    }
  },
  returnType: {
    enumerable: true,
    get() {
      return this._p[4];
    }
  },
  argumentTypes: {
    enumerable: true,
    get() {
      return this._p[5];
    }
  },
  canInvokeWith: {
    enumerable: true,
    value(args) {
      const argTypes = this._p[5];
      if (args.length !== argTypes.length) {
        return false;
      }
      return argTypes.every((t, i) => {
        return t.isCompatible(args[i]);
      });
    }
  },
  clone: {
    enumerable: true,
    value(options) {
      const params = this._p.slice(0, 6);
      return makeMethod(...params, null, options);
    }
  },
  invoke: {
    value(receiver, args) {
      const env = vm2.getEnv();
      const params = this._p;
      const type = params[2];
      const retType = params[4];
      const argTypes = params[5];
      const replacement = this._r;
      const isInstanceMethod = type === INSTANCE_METHOD;
      const numArgs = args.length;
      const frameCapacity = 2 + numArgs;
      env.pushLocalFrame(frameCapacity);
      let borrowedHandle = null;
      try {
        let jniThis;
        if (isInstanceMethod) {
          jniThis = receiver.$getHandle();
        } else {
          borrowedHandle = receiver.$borrowClassHandle(env);
          jniThis = borrowedHandle.value;
        }
        let methodId;
        let strategy = receiver.$t;
        if (replacement === void 0) {
          methodId = params[3];
        } else {
          const mangler = replacement._m;
          methodId = mangler.resolveTarget(receiver, isInstanceMethod, env, api);
          if (isArtVm) {
            const pendingCalls = replacement._c;
            if (pendingCalls.has(getCurrentThreadId())) {
              strategy = STRATEGY_DIRECT;
            }
          }
        }
        const jniArgs = [
          env.handle,
          jniThis,
          methodId
        ];
        for (let i = 0; i !== numArgs; i++) {
          jniArgs.push(argTypes[i].toJni(args[i], env));
        }
        let jniCall;
        if (strategy === STRATEGY_VIRTUAL) {
          jniCall = params[6];
        } else {
          jniCall = params[7];
          if (isInstanceMethod) {
            jniArgs.splice(2, 0, receiver.$copyClassHandle(env));
          }
        }
        const jniRetval = jniCall.apply(null, jniArgs);
        env.throwIfExceptionPending();
        return retType.fromJni(jniRetval, env, true);
      } finally {
        if (borrowedHandle !== null) {
          borrowedHandle.unref(env);
        }
        env.popLocalFrame(NULL);
      }
    }
  },
  toString: {
    enumerable: true,
    value() {
      return `function ${this.methodName}(${this.argumentTypes.map((t) => t.className).join(", ")}): ${this.returnType.className}`;
    }
  }
});
function implement(methodName, classWrapper, type, retType, argTypes, handler, fallback = null) {
  const pendingCalls = /* @__PURE__ */ new Set();
  const f = makeMethodImplementation([methodName, classWrapper, type, retType, argTypes, handler, fallback, pendingCalls]);
  const impl = new NativeCallback(f, retType.type, ["pointer", "pointer"].concat(argTypes.map((t) => t.type)));
  impl._c = pendingCalls;
  return impl;
}
function makeMethodImplementation(params) {
  return function() {
    return handleMethodInvocation(arguments, params);
  };
}
function handleMethodInvocation(jniArgs, params) {
  const env = new Env(jniArgs[0], vm2);
  const [methodName, classWrapper, type, retType, argTypes, handler, fallback, pendingCalls] = params;
  const ownedObjects = [];
  let self;
  if (type === INSTANCE_METHOD) {
    const C = classWrapper.$C;
    self = new C(jniArgs[1], STRATEGY_VIRTUAL, env, false);
  } else {
    self = classWrapper;
  }
  const tid = getCurrentThreadId();
  env.pushLocalFrame(3);
  let haveFrame = true;
  vm2.link(tid, env);
  try {
    pendingCalls.add(tid);
    let fn;
    if (fallback === null || !ignoredThreads.has(tid)) {
      fn = handler;
    } else {
      fn = fallback;
    }
    const args = [];
    const numArgs = jniArgs.length - 2;
    for (let i = 0; i !== numArgs; i++) {
      const t = argTypes[i];
      const value = t.fromJni(jniArgs[2 + i], env, false);
      args.push(value);
      ownedObjects.push(value);
    }
    const retval = fn.apply(self, args);
    if (!retType.isCompatible(retval)) {
      throw new Error(`Implementation for ${methodName} expected return value compatible with ${retType.className}`);
    }
    let jniRetval = retType.toJni(retval, env);
    if (retType.type === "pointer") {
      jniRetval = env.popLocalFrame(jniRetval);
      haveFrame = false;
      ownedObjects.push(retval);
    }
    return jniRetval;
  } catch (e) {
    const jniException = e.$h;
    if (jniException !== void 0) {
      env.throw(jniException);
    } else {
      Script.nextTick(() => {
        throw e;
      });
    }
    return retType.defaultValue;
  } finally {
    vm2.unlink(tid);
    if (haveFrame) {
      env.popLocalFrame(NULL);
    }
    pendingCalls.delete(tid);
    ownedObjects.forEach((obj) => {
      if (obj === null) {
        return;
      }
      const dispose = obj.$dispose;
      if (dispose !== void 0) {
        dispose.call(obj);
      }
    });
  }
}
function ensureDefaultValueOfImplemented(methods2) {
  const { holder, type } = methods2[0];
  const hasDefaultValueOf = methods2.some((m) => m.type === type && m.argumentTypes.length === 0);
  if (hasDefaultValueOf) {
    return;
  }
  methods2.push(makeValueOfMethod([holder, type]));
}
function makeValueOfMethod(params) {
  const m = makeValueOfCallable();
  Object.setPrototypeOf(m, valueOfPrototype);
  m._p = params;
  return m;
}
function makeValueOfCallable() {
  const m = function() {
    return this;
  };
  return m;
}
valueOfPrototype = Object.create(Function.prototype, {
  methodName: {
    enumerable: true,
    get() {
      return "valueOf";
    }
  },
  holder: {
    enumerable: true,
    get() {
      return this._p[0];
    }
  },
  type: {
    enumerable: true,
    get() {
      return this._p[1];
    }
  },
  handle: {
    enumerable: true,
    get() {
      return NULL;
    }
  },
  implementation: {
    enumerable: true,
    get() {
      return null;
    },
    set(fn) {
    }
  },
  returnType: {
    enumerable: true,
    get() {
      const classWrapper = this.holder;
      return classWrapper.$f.use(classWrapper.$n);
    }
  },
  argumentTypes: {
    enumerable: true,
    get() {
      return [];
    }
  },
  canInvokeWith: {
    enumerable: true,
    value(args) {
      return args.length === 0;
    }
  },
  clone: {
    enumerable: true,
    value(options) {
      throw new Error("Invalid operation");
    }
  }
});
function makeFieldFromSpec(name2, spec, classHandle, classWrapper, env) {
  const type = spec[2] === "s" ? STATIC_FIELD : INSTANCE_FIELD;
  const id = ptr(spec.substr(3));
  const { $f: factory } = classWrapper;
  let fieldType;
  const field2 = env.toReflectedField(classHandle, id, type === STATIC_FIELD ? 1 : 0);
  try {
    fieldType = env.vaMethod("pointer", [])(env.handle, field2, env.javaLangReflectField().getGenericType);
    env.throwIfExceptionPending();
  } finally {
    env.deleteLocalRef(field2);
  }
  let rtype;
  try {
    rtype = factory._getType(env.getTypeName(fieldType));
  } finally {
    env.deleteLocalRef(fieldType);
  }
  let getValue, setValue;
  const rtypeJni = rtype.type;
  if (type === STATIC_FIELD) {
    getValue = env.getStaticField(rtypeJni);
    setValue = env.setStaticField(rtypeJni);
  } else {
    getValue = env.getField(rtypeJni);
    setValue = env.setField(rtypeJni);
  }
  return makeFieldFromParams([type, rtype, id, getValue, setValue]);
}
function makeFieldFromParams(params) {
  return function(receiver) {
    return new Field([receiver].concat(params));
  };
}
function Field(params) {
  this._p = params;
}
Object.defineProperties(Field.prototype, {
  value: {
    enumerable: true,
    get() {
      const [holder, type, rtype, id, getValue] = this._p;
      const env = vm2.getEnv();
      env.pushLocalFrame(4);
      let borrowedHandle = null;
      try {
        let jniThis;
        if (type === INSTANCE_FIELD) {
          jniThis = holder.$getHandle();
          if (jniThis === null) {
            throw new Error("Cannot access an instance field without an instance");
          }
        } else {
          borrowedHandle = holder.$borrowClassHandle(env);
          jniThis = borrowedHandle.value;
        }
        const jniRetval = getValue(env.handle, jniThis, id);
        env.throwIfExceptionPending();
        return rtype.fromJni(jniRetval, env, true);
      } finally {
        if (borrowedHandle !== null) {
          borrowedHandle.unref(env);
        }
        env.popLocalFrame(NULL);
      }
    },
    set(value) {
      const [holder, type, rtype, id, , setValue] = this._p;
      const env = vm2.getEnv();
      env.pushLocalFrame(4);
      let borrowedHandle = null;
      try {
        let jniThis;
        if (type === INSTANCE_FIELD) {
          jniThis = holder.$getHandle();
          if (jniThis === null) {
            throw new Error("Cannot access an instance field without an instance");
          }
        } else {
          borrowedHandle = holder.$borrowClassHandle(env);
          jniThis = borrowedHandle.value;
        }
        if (!rtype.isCompatible(value)) {
          throw new Error(`Expected value compatible with ${rtype.className}`);
        }
        const jniValue = rtype.toJni(value, env);
        setValue(env.handle, jniThis, id, jniValue);
        env.throwIfExceptionPending();
      } finally {
        if (borrowedHandle !== null) {
          borrowedHandle.unref(env);
        }
        env.popLocalFrame(NULL);
      }
    }
  },
  holder: {
    enumerable: true,
    get() {
      return this._p[0];
    }
  },
  fieldType: {
    enumerable: true,
    get() {
      return this._p[1];
    }
  },
  fieldReturnType: {
    enumerable: true,
    get() {
      return this._p[2];
    }
  },
  toString: {
    enumerable: true,
    value() {
      const inlineString = `Java.Field{holder: ${this.holder}, fieldType: ${this.fieldType}, fieldReturnType: ${this.fieldReturnType}, value: ${this.value}}`;
      if (inlineString.length < 200) {
        return inlineString;
      }
      const multilineString = `Java.Field{
	holder: ${this.holder},
	fieldType: ${this.fieldType},
	fieldReturnType: ${this.fieldReturnType},
	value: ${this.value},
}`;
      return multilineString.split("\n").map((l) => l.length > 200 ? l.slice(0, l.indexOf(" ") + 1) + "...," : l).join("\n");
    }
  }
});
var DexFile = class _DexFile {
  static fromBuffer(buffer, factory) {
    const fileValue = createTemporaryDex(factory);
    const filePath = fileValue.getCanonicalPath().toString();
    const file = new File(filePath, "w");
    file.write(buffer.buffer);
    file.close();
    setReadOnlyDex(filePath, factory);
    return new _DexFile(filePath, fileValue, factory);
  }
  constructor(path, file, factory) {
    this.path = path;
    this.file = file;
    this._factory = factory;
  }
  load() {
    const { _factory: factory } = this;
    const { codeCacheDir } = factory;
    const DexClassLoader = factory.use("dalvik.system.DexClassLoader");
    const JFile = factory.use("java.io.File");
    let file = this.file;
    if (file === null) {
      file = factory.use("java.io.File").$new(this.path);
    }
    if (!file.exists()) {
      throw new Error("File not found");
    }
    JFile.$new(codeCacheDir).mkdirs();
    factory.loader = DexClassLoader.$new(file.getCanonicalPath(), codeCacheDir, null, factory.loader);
    vm2.preventDetachDueToClassLoader();
  }
  getClassNames() {
    const { _factory: factory } = this;
    const DexFile2 = factory.use("dalvik.system.DexFile");
    const optimizedDex = createTemporaryDex(factory);
    const dx = DexFile2.loadDex(this.path, optimizedDex.getCanonicalPath(), 0);
    const classNames = [];
    const enumeratorClassNames = dx.entries();
    while (enumeratorClassNames.hasMoreElements()) {
      classNames.push(enumeratorClassNames.nextElement().toString());
    }
    return classNames;
  }
};
function createTemporaryDex(factory) {
  const { cacheDir, tempFileNaming } = factory;
  const JFile = factory.use("java.io.File");
  const cacheDirValue = JFile.$new(cacheDir);
  cacheDirValue.mkdirs();
  return JFile.createTempFile(tempFileNaming.prefix, tempFileNaming.suffix + ".dex", cacheDirValue);
}
function setReadOnlyDex(filePath, factory) {
  const JFile = factory.use("java.io.File");
  const file = JFile.$new(filePath);
  file.setWritable(false, false);
}
function getFactoryCache() {
  switch (factoryCache.state) {
    case "empty": {
      factoryCache.state = "pending";
      const defaultFactory = factoryCache.factories[0];
      const HashMap = defaultFactory.use("java.util.HashMap");
      const Integer = defaultFactory.use("java.lang.Integer");
      factoryCache.loaders = HashMap.$new();
      factoryCache.Integer = Integer;
      const loader = defaultFactory.loader;
      if (loader !== null) {
        addFactoryToCache(defaultFactory, loader);
      }
      factoryCache.state = "ready";
      return factoryCache;
    }
    case "pending":
      do {
        Thread.sleep(0.05);
      } while (factoryCache.state === "pending");
      return factoryCache;
    case "ready":
      return factoryCache;
  }
}
function addFactoryToCache(factory, loader) {
  const { factories, loaders: loaders2, Integer } = factoryCache;
  const index = Integer.$new(factories.indexOf(factory));
  loaders2.put(loader, index);
  for (let l = loader.getParent(); l !== null; l = l.getParent()) {
    if (loaders2.containsKey(l)) {
      break;
    }
    loaders2.put(l, index);
  }
}
function ignore(threadId) {
  let count = ignoredThreads.get(threadId);
  if (count === void 0) {
    count = 0;
  }
  count++;
  ignoredThreads.set(threadId, count);
}
function unignore(threadId) {
  let count = ignoredThreads.get(threadId);
  if (count === void 0) {
    throw new Error(`Thread ${threadId} is not ignored`);
  }
  count--;
  if (count === 0) {
    ignoredThreads.delete(threadId);
  } else {
    ignoredThreads.set(threadId, count);
  }
}
function basename(className2) {
  return className2.slice(className2.lastIndexOf(".") + 1);
}
function readTypeNames(env, types) {
  const names = [];
  const n = env.getArrayLength(types);
  for (let i = 0; i !== n; i++) {
    const t = env.getObjectArrayElement(types, i);
    try {
      names.push(env.getTypeName(t));
    } finally {
      env.deleteLocalRef(t);
    }
  }
  return names;
}
function makeSourceFileName(className2) {
  const tokens = className2.split(".");
  return tokens[tokens.length - 1] + ".java";
}

// node_modules/frida-java-bridge/index.js
var jsizeSize4 = 4;
var pointerSize8 = Process.pointerSize;
var Runtime = class {
  ACC_PUBLIC = 1;
  ACC_PRIVATE = 2;
  ACC_PROTECTED = 4;
  ACC_STATIC = 8;
  ACC_FINAL = 16;
  ACC_SYNCHRONIZED = 32;
  ACC_BRIDGE = 64;
  ACC_VARARGS = 128;
  ACC_NATIVE = 256;
  ACC_ABSTRACT = 1024;
  ACC_STRICT = 2048;
  ACC_SYNTHETIC = 4096;
  constructor() {
    this.classFactory = null;
    this.ClassFactory = ClassFactory;
    this.vm = null;
    this.api = null;
    this._initialized = false;
    this._apiError = null;
    this._wakeupHandler = null;
    this._pollListener = null;
    this._pendingMainOps = [];
    this._pendingVmOps = [];
    this._cachedIsAppProcess = null;
    try {
      this._tryInitialize();
    } catch (e) {
    }
  }
  _tryInitialize() {
    if (this._initialized) {
      return true;
    }
    if (this._apiError !== null) {
      throw this._apiError;
    }
    let api2;
    try {
      api2 = api_default();
      this.api = api2;
    } catch (e) {
      this._apiError = e;
      throw e;
    }
    if (api2 === null) {
      return false;
    }
    const vm3 = new VM(api2);
    this.vm = vm3;
    initialize(vm3);
    ClassFactory._initialize(vm3, api2);
    this.classFactory = new ClassFactory();
    this._initialized = true;
    return true;
  }
  _dispose() {
    if (this.api === null) {
      return;
    }
    const { vm: vm3 } = this;
    vm3.perform((env) => {
      ClassFactory._disposeAll(env);
      Env.dispose(env);
    });
    Script.nextTick(() => {
      VM.dispose(vm3);
    });
  }
  get available() {
    return this._tryInitialize();
  }
  get androidVersion() {
    return getAndroidVersion();
  }
  synchronized(obj, fn) {
    const { $h: objHandle = obj } = obj;
    if (!(objHandle instanceof NativePointer)) {
      throw new Error("Java.synchronized: the first argument `obj` must be either a pointer or a Java instance");
    }
    const env = this.vm.getEnv();
    checkJniResult("VM::MonitorEnter", env.monitorEnter(objHandle));
    try {
      fn();
    } finally {
      env.monitorExit(objHandle);
    }
  }
  enumerateLoadedClasses(callbacks) {
    this._checkAvailable();
    const { flavor } = this.api;
    if (flavor === "jvm") {
      this._enumerateLoadedClassesJvm(callbacks);
    } else if (flavor === "art") {
      this._enumerateLoadedClassesArt(callbacks);
    } else {
      this._enumerateLoadedClassesDalvik(callbacks);
    }
  }
  enumerateLoadedClassesSync() {
    const classes2 = [];
    this.enumerateLoadedClasses({
      onMatch(c) {
        classes2.push(c);
      },
      onComplete() {
      }
    });
    return classes2;
  }
  enumerateClassLoaders(callbacks) {
    this._checkAvailable();
    const { flavor } = this.api;
    if (flavor === "jvm") {
      this._enumerateClassLoadersJvm(callbacks);
    } else if (flavor === "art") {
      this._enumerateClassLoadersArt(callbacks);
    } else {
      throw new Error("Enumerating class loaders is not supported on Dalvik");
    }
  }
  enumerateClassLoadersSync() {
    const loaders2 = [];
    this.enumerateClassLoaders({
      onMatch(c) {
        loaders2.push(c);
      },
      onComplete() {
      }
    });
    return loaders2;
  }
  _enumerateLoadedClassesJvm(callbacks) {
    const { api: api2, vm: vm3 } = this;
    const { jvmti } = api2;
    const env = vm3.getEnv();
    const countPtr = Memory.alloc(jsizeSize4);
    const classesPtr = Memory.alloc(pointerSize8);
    jvmti.getLoadedClasses(countPtr, classesPtr);
    const count = countPtr.readS32();
    const classes2 = classesPtr.readPointer();
    const handles = [];
    for (let i = 0; i !== count; i++) {
      handles.push(classes2.add(i * pointerSize8).readPointer());
    }
    jvmti.deallocate(classes2);
    try {
      for (const handle of handles) {
        const className2 = env.getClassName(handle);
        callbacks.onMatch(className2, handle);
      }
      callbacks.onComplete();
    } finally {
      handles.forEach((handle) => {
        env.deleteLocalRef(handle);
      });
    }
  }
  _enumerateClassLoadersJvm(callbacks) {
    this.choose("java.lang.ClassLoader", callbacks);
  }
  _enumerateLoadedClassesArt(callbacks) {
    const { vm: vm3, api: api2 } = this;
    const env = vm3.getEnv();
    const addGlobalReference = api2["art::JavaVMExt::AddGlobalRef"];
    const { vm: vmHandle2 } = api2;
    withRunnableArtThread(vm3, env, (thread) => {
      const collectClassHandles = makeArtClassVisitor((klass) => {
        const handle = addGlobalReference(vmHandle2, thread, klass);
        try {
          const className2 = env.getClassName(handle);
          callbacks.onMatch(className2, handle);
        } finally {
          env.deleteGlobalRef(handle);
        }
        return true;
      });
      api2["art::ClassLinker::VisitClasses"](api2.artClassLinker.address, collectClassHandles);
    });
    callbacks.onComplete();
  }
  _enumerateClassLoadersArt(callbacks) {
    const { classFactory: factory, vm: vm3, api: api2 } = this;
    const env = vm3.getEnv();
    const visitClassLoaders = api2["art::ClassLinker::VisitClassLoaders"];
    if (visitClassLoaders === void 0) {
      throw new Error("This API is only available on Android >= 7.0");
    }
    const ClassLoader = factory.use("java.lang.ClassLoader");
    const loaderHandles = [];
    const addGlobalReference = api2["art::JavaVMExt::AddGlobalRef"];
    const { vm: vmHandle2 } = api2;
    withRunnableArtThread(vm3, env, (thread) => {
      const collectLoaderHandles = makeArtClassLoaderVisitor((loader) => {
        loaderHandles.push(addGlobalReference(vmHandle2, thread, loader));
        return true;
      });
      withAllArtThreadsSuspended(() => {
        visitClassLoaders(api2.artClassLinker.address, collectLoaderHandles);
      });
    });
    try {
      loaderHandles.forEach((handle) => {
        const loader = factory.cast(handle, ClassLoader);
        callbacks.onMatch(loader);
      });
    } finally {
      loaderHandles.forEach((handle) => {
        env.deleteGlobalRef(handle);
      });
    }
    callbacks.onComplete();
  }
  _enumerateLoadedClassesDalvik(callbacks) {
    const { api: api2 } = this;
    const HASH_TOMBSTONE = ptr("0xcbcacccd");
    const loadedClassesOffset = 172;
    const hashEntrySize = 8;
    const ptrLoadedClassesHashtable = api2.gDvm.add(loadedClassesOffset);
    const hashTable = ptrLoadedClassesHashtable.readPointer();
    const tableSize = hashTable.readS32();
    const ptrpEntries = hashTable.add(12);
    const pEntries = ptrpEntries.readPointer();
    const end = tableSize * hashEntrySize;
    for (let offset = 0; offset < end; offset += hashEntrySize) {
      const pEntryPtr = pEntries.add(offset);
      const dataPtr = pEntryPtr.add(4).readPointer();
      if (dataPtr.isNull() || dataPtr.equals(HASH_TOMBSTONE)) {
        continue;
      }
      const descriptionPtr = dataPtr.add(24).readPointer();
      const description = descriptionPtr.readUtf8String();
      if (description.startsWith("L")) {
        const name2 = description.substring(1, description.length - 1).replace(/\//g, ".");
        callbacks.onMatch(name2);
      }
    }
    callbacks.onComplete();
  }
  enumerateMethods(query2) {
    const { classFactory: factory } = this;
    const env = this.vm.getEnv();
    const ClassLoader = factory.use("java.lang.ClassLoader");
    return Model.enumerateMethods(query2, this.api, env).map((group) => {
      const handle = group.loader;
      group.loader = handle !== null ? factory.wrap(handle, ClassLoader, env) : null;
      return group;
    });
  }
  scheduleOnMainThread(fn) {
    this.performNow(() => {
      this._pendingMainOps.push(fn);
      let { _wakeupHandler: wakeupHandler } = this;
      if (wakeupHandler === null) {
        const { classFactory: factory } = this;
        const Handler = factory.use("android.os.Handler");
        const Looper = factory.use("android.os.Looper");
        wakeupHandler = Handler.$new(Looper.getMainLooper());
        this._wakeupHandler = wakeupHandler;
      }
      if (this._pollListener === null) {
        this._pollListener = Interceptor.attach(Process.getModuleByName("libc.so").getExportByName("epoll_wait"), this._makePollHook());
        Interceptor.flush();
      }
      wakeupHandler.sendEmptyMessage(1);
    });
  }
  _makePollHook() {
    const mainThreadId = Process.id;
    const { _pendingMainOps: pending } = this;
    return function() {
      if (this.threadId !== mainThreadId) {
        return;
      }
      let fn;
      while ((fn = pending.shift()) !== void 0) {
        try {
          fn();
        } catch (e) {
          Script.nextTick(() => {
            throw e;
          });
        }
      }
    };
  }
  perform(fn) {
    this._checkAvailable();
    if (!this._isAppProcess() || this.classFactory.loader !== null) {
      try {
        this.vm.perform(fn);
      } catch (e) {
        Script.nextTick(() => {
          throw e;
        });
      }
    } else {
      this._pendingVmOps.push(fn);
      if (this._pendingVmOps.length === 1) {
        this._performPendingVmOpsWhenReady();
      }
    }
  }
  performNow(fn) {
    this._checkAvailable();
    return this.vm.perform(() => {
      const { classFactory: factory } = this;
      if (this._isAppProcess() && factory.loader === null) {
        const ActivityThread = factory.use("android.app.ActivityThread");
        const app = ActivityThread.currentApplication();
        if (app !== null) {
          initFactoryFromApplication(factory, app);
        }
      }
      return fn();
    });
  }
  _performPendingVmOpsWhenReady() {
    this.vm.perform(() => {
      const { classFactory: factory } = this;
      const ActivityThread = factory.use("android.app.ActivityThread");
      const app = ActivityThread.currentApplication();
      if (app !== null) {
        initFactoryFromApplication(factory, app);
        this._performPendingVmOps();
        return;
      }
      const runtime2 = this;
      let initialized = false;
      let hookpoint = "early";
      const handleBindApplication = ActivityThread.handleBindApplication;
      handleBindApplication.implementation = function(data) {
        if (data.instrumentationName.value !== null) {
          hookpoint = "late";
          const LoadedApk = factory.use("android.app.LoadedApk");
          const makeApplication = LoadedApk.makeApplication;
          makeApplication.implementation = function(forceDefaultAppClass, instrumentation) {
            if (!initialized) {
              initialized = true;
              initFactoryFromLoadedApk(factory, this);
              runtime2._performPendingVmOps();
            }
            return makeApplication.apply(this, arguments);
          };
        }
        handleBindApplication.apply(this, arguments);
      };
      const getPackageInfoCandidates = ActivityThread.getPackageInfo.overloads.map((m) => [m.argumentTypes.length, m]).sort(([arityA], [arityB]) => arityB - arityA).map(([_, method2]) => method2);
      const getPackageInfo = getPackageInfoCandidates[0];
      getPackageInfo.implementation = function(...args) {
        const apk = getPackageInfo.call(this, ...args);
        if (!initialized && hookpoint === "early") {
          initialized = true;
          initFactoryFromLoadedApk(factory, apk);
          runtime2._performPendingVmOps();
        }
        return apk;
      };
    });
  }
  _performPendingVmOps() {
    const { vm: vm3, _pendingVmOps: pending } = this;
    let fn;
    while ((fn = pending.shift()) !== void 0) {
      try {
        vm3.perform(fn);
      } catch (e) {
        Script.nextTick(() => {
          throw e;
        });
      }
    }
  }
  use(className2, options) {
    return this.classFactory.use(className2, options);
  }
  openClassFile(filePath) {
    return this.classFactory.openClassFile(filePath);
  }
  choose(specifier, callbacks) {
    this.classFactory.choose(specifier, callbacks);
  }
  retain(obj) {
    return this.classFactory.retain(obj);
  }
  cast(obj, C) {
    return this.classFactory.cast(obj, C);
  }
  array(type, elements) {
    return this.classFactory.array(type, elements);
  }
  backtrace(options) {
    return backtrace(this.vm, options);
  }
  // Reference: http://stackoverflow.com/questions/2848575/how-to-detect-ui-thread-on-android
  isMainThread() {
    const Looper = this.classFactory.use("android.os.Looper");
    const mainLooper = Looper.getMainLooper();
    const myLooper = Looper.myLooper();
    if (myLooper === null) {
      return false;
    }
    return mainLooper.$isSameObject(myLooper);
  }
  registerClass(spec) {
    return this.classFactory.registerClass(spec);
  }
  deoptimizeEverything() {
    const { vm: vm3 } = this;
    return deoptimizeEverything(vm3, vm3.getEnv());
  }
  deoptimizeBootImage() {
    const { vm: vm3 } = this;
    return deoptimizeBootImage(vm3, vm3.getEnv());
  }
  deoptimizeMethod(method2) {
    const { vm: vm3 } = this;
    return deoptimizeMethod(vm3, vm3.getEnv(), method2);
  }
  _checkAvailable() {
    if (!this.available) {
      throw new Error("Java API not available");
    }
  }
  _isAppProcess() {
    let result = this._cachedIsAppProcess;
    if (result === null) {
      if (this.api.flavor === "jvm") {
        result = false;
        this._cachedIsAppProcess = result;
        return result;
      }
      const readlink = new NativeFunction(Module.getGlobalExportByName("readlink"), "pointer", ["pointer", "pointer", "pointer"], {
        exceptions: "propagate"
      });
      const pathname = Memory.allocUtf8String("/proc/self/exe");
      const bufferSize = 1024;
      const buffer = Memory.alloc(bufferSize);
      const size = readlink(pathname, buffer, ptr(bufferSize)).toInt32();
      if (size !== -1) {
        const exe = buffer.readUtf8String(size);
        result = /^\/system\/bin\/app_process/.test(exe);
      } else {
        result = true;
      }
      this._cachedIsAppProcess = result;
    }
    return result;
  }
};
function initFactoryFromApplication(factory, app) {
  const Process2 = factory.use("android.os.Process");
  factory.loader = app.getClassLoader();
  if (Process2.myUid() === Process2.SYSTEM_UID.value) {
    factory.cacheDir = "/data/system";
    factory.codeCacheDir = "/data/dalvik-cache";
  } else {
    if ("getCodeCacheDir" in app) {
      factory.cacheDir = app.getCacheDir().getCanonicalPath();
      factory.codeCacheDir = app.getCodeCacheDir().getCanonicalPath();
    } else {
      factory.cacheDir = app.getFilesDir().getCanonicalPath();
      factory.codeCacheDir = app.getCacheDir().getCanonicalPath();
    }
  }
}
function initFactoryFromLoadedApk(factory, apk) {
  const JFile = factory.use("java.io.File");
  factory.loader = apk.getClassLoader();
  const dataDir = JFile.$new(apk.getDataDir()).getCanonicalPath();
  factory.cacheDir = dataDir;
  factory.codeCacheDir = dataDir + "/cache";
}
var runtime = new Runtime();
Script.bindWeak(runtime, () => {
  runtime._dispose();
});
var frida_java_bridge_default = runtime;

// src/lib/bridge.ts
var internals = frida_java_bridge_default;
var STATIC_METHOD2 = 2;
var INSTANCE_METHOD2 = 3;
function isArt() {
  return internals.api.flavor === "art";
}
function bridgeEnv() {
  return internals.vm.getEnv();
}
function vmHandle() {
  return internals.vm.handle;
}
function overloadsOf(wrapper, method2) {
  const dispatcher = wrapper[method2];
  return dispatcher?.overloads ?? null;
}
function manglerOf(overload) {
  return (isArt() ? makeMethodMangler : makeMethodMangler2)(overload.handle);
}
function replaceMethod(overload, mangler, callback, when) {
  const replacement = callback;
  replacement._m = mangler;
  replacement._c = /* @__PURE__ */ new Set();
  const put = () => {
    const change = () => {
      mangler.replace(replacement, overload.type === INSTANCE_METHOD2, overload.argumentTypes, internals.vm, internals.api);
    };
    if (isArt()) {
      change();
      return;
    }
    readableBehind(overload.handle.readPointer());
    again.set(mangler, put);
    changing(mangler, "replace", change);
  };
  overload._r = replacement;
  overload.holder.$f._patchedMethods.add(overload);
  if (isArt() || when === "later") {
    put();
    return isArt();
  }
  if (when === "now")
    return putNow([put]);
  when.push(put);
  return false;
}
var script = Script;
var again = /* @__PURE__ */ new WeakMap();
var failures = 0;
var MOST_FAILURES = 64;
function changing(mangler, change, ask) {
  expect(mangler, change);
  const { nextTick } = script;
  script.nextTick = (fn, ...args) => {
    nextTick(() => {
      turn(() => {
        fn(...args);
      });
    });
  };
  try {
    ask();
  } finally {
    script.nextTick = nextTick;
  }
}
function turn(run2) {
  const left = together(internals.api, run2);
  if (left.length === 0)
    return;
  failures += left.length;
  if (failures > MOST_FAILURES)
    throw new Error(`${left.length} methods could not be replaced`);
  for (const mangler of left)
    again.get(mangler)?.();
}
function putNow(puts) {
  if (puts.length === 0)
    return true;
  const { nextTick } = script;
  const jobs = [];
  script.nextTick = (fn, ...args) => {
    jobs.push(() => {
      fn(...args);
    });
  };
  try {
    for (const put of puts)
      put();
  } finally {
    script.nextTick = nextTick;
  }
  for (const job of jobs)
    job();
  if (jobs.length > 0)
    leaveVm();
  return jobs.length > 0;
}
function overloadAt(handle, like) {
  const overload = {
    methodName: like.methodName,
    handle,
    type: INSTANCE_METHOD2,
    returnType: like.returnType,
    argumentTypes: like.argumentTypes,
    holder: like.holder,
    get implementation() {
      return null;
    },
    set implementation(_none) {
      const replacement = overload._r;
      if (replacement === void 0)
        return;
      delete overload._r;
      overload.holder.$f._patchedMethods.delete(overload);
      replacement._m.revert(internals.vm);
    }
  };
  return overload;
}
function restoreMethod(overload) {
  const put = () => {
    overload.implementation = null;
  };
  const mangler = overload._r?._m;
  if (isArt() || mangler === void 0)
    put();
  else
    changing(mangler, "restore", put);
}
async function settle() {
  await new Promise((resolve) => {
    Script.nextTick(() => {
      Script.nextTick(resolve);
    });
  });
  leaveVm();
}
function leaveVm() {
  internals.vm.perform((env) => env.exceptionOccurred());
}
function retire() {
  const { vm: vm3 } = internals;
  vm3.perform = (fn) => {
    const env = vm3._tryGetEnv();
    return env === null ? void 0 : fn(env);
  };
  detach();
}
function originalOf(mangler, overload) {
  return mangler.resolveTarget(null, overload.type === INSTANCE_METHOD2, null, internals.api);
}
function withHandle(wrapper, copy2) {
  const copied = copy2(wrapper.$h);
  alive = wrapper;
  return copied;
}
var alive = null;
function typeName(type) {
  let name2 = type.className;
  let depth = 0;
  while (name2.startsWith("[")) {
    name2 = name2.slice(1);
    depth++;
  }
  if (depth > 0) {
    name2 = ARRAY_ELEMENTS[name2] ?? name2.replace(/^L(.*);$/, "$1");
  }
  return name2.replace(/\//g, ".") + "[]".repeat(depth);
}
var ARRAY_ELEMENTS = {
  Z: "boolean",
  B: "byte",
  C: "char",
  S: "short",
  I: "int",
  J: "long",
  F: "float",
  D: "double"
};

// src/lib/jni.ts
var OPTIONS2 = { exceptions: "propagate" };
var table = null;
var cache = /* @__PURE__ */ new Map();
function jni(index, ret, args) {
  const key = `${index}`;
  let fn = cache.get(key);
  if (fn === void 0) {
    table ??= bridgeEnv().handle.readPointer();
    const address3 = table.add(index * Process.pointerSize).readPointer();
    fn = new NativeFunction(address3, ret, ["pointer", ...args], OPTIONS2);
    cache.set(key, fn);
  }
  return fn;
}
var CHUNK = 512;
var Jni = class {
  env;
  constructor(env) {
    this.env = env;
  }
  exceptionPending() {
    return jni(228, "uint8", [])(this.env) !== 0;
  }
  /** Take the pending exception away from the thread; null when there is none. */
  takeException() {
    const throwable = jni(15, "pointer", [])(this.env);
    if (throwable.isNull())
      return null;
    jni(17, "void", [])(this.env);
    return throwable;
  }
  throw(throwable) {
    jni(13, "int32", ["pointer"])(this.env, throwable);
  }
  /** Run `fn` with local references of its own; an exception it leaves behind is cleared and null returned. */
  attempt(fn) {
    if (jni(19, "int32", ["int32"])(this.env, 64) !== 0) {
      this.takeException();
      return null;
    }
    try {
      const value = fn();
      return this.takeException() === null ? value : null;
    } catch {
      this.takeException();
      return null;
    } finally {
      jni(20, "pointer", ["pointer"])(this.env, NULL);
    }
  }
  globalRef(object) {
    return jni(21, "pointer", ["pointer"])(this.env, object);
  }
  localRef(object) {
    return jni(25, "pointer", ["pointer"])(this.env, object);
  }
  /** A java.lang.String of ASCII letters. */
  newString(text) {
    return this.checked(jni(167, "pointer", ["pointer"])(this.env, Memory.allocUtf8String(text)));
  }
  /** A reference that does not keep the object alive; until it is deleted it can be compared, then to null. */
  weakRef(object) {
    return this.checked(jni(226, "pointer", ["pointer"])(this.env, object));
  }
  deleteWeak(weak) {
    jni(227, "void", ["pointer"])(this.env, weak);
  }
  deleteGlobal(object) {
    jni(22, "void", ["pointer"])(this.env, object);
  }
  superclass(cls2) {
    return jni(10, "pointer", ["pointer"])(this.env, present(cls2));
  }
  /** Whether two references are to one object (two local references to it differ as pointers). */
  same(a, b) {
    return jni(24, "uint8", ["pointer", "pointer"])(this.env, a, b) !== 0;
  }
  deleteLocal(object) {
    jni(23, "void", ["pointer"])(this.env, object);
  }
  findClass(name2) {
    return this.checked(jni(6, "pointer", ["pointer"])(this.env, Memory.allocUtf8String(name2.replace(/\./g, "/"))));
  }
  newObject(cls2, constructor, args = NULL) {
    return this.checked(jni(30, "pointer", ["pointer", "pointer", "pointer"])(this.env, cls2, constructor, args));
  }
  classOf(object) {
    return jni(31, "pointer", ["pointer"])(this.env, present(object));
  }
  reflected(cls2, method2, isStatic) {
    const reflect = jni(9, "pointer", ["pointer", "pointer", "uint8"]);
    return this.checked(reflect(this.env, cls2, method2, isStatic ? 1 : 0));
  }
  /** The id of a java.lang.reflect.Field's field. */
  reflectedField(field2) {
    return this.checked(jni(8, "pointer", ["pointer"])(this.env, field2));
  }
  isInstance(object, cls2) {
    return jni(32, "uint8", ["pointer", "pointer"])(this.env, present(object), present(cls2)) !== 0;
  }
  methodId(cls2, name2, signature) {
    return this.id(33, cls2, name2, signature);
  }
  staticMethodId(cls2, name2, signature) {
    return this.id(113, cls2, name2, signature);
  }
  fieldId(cls2, name2, signature) {
    return this.id(94, cls2, name2, signature);
  }
  callObject(object, method2, args = NULL) {
    return this.checked(jni(36, "pointer", ["pointer", "pointer", "pointer"])(this.env, present(object), method2, args));
  }
  callStaticObject(cls2, method2, args = NULL) {
    return this.checked(jni(116, "pointer", ["pointer", "pointer", "pointer"])(this.env, cls2, method2, args));
  }
  callBoolean(object, method2, args = NULL) {
    const call = jni(39, "uint8", ["pointer", "pointer", "pointer"]);
    const value = call(this.env, present(object), method2, args);
    return this.checked(value) !== 0;
  }
  callVoid(object, method2, args = NULL) {
    jni(63, "void", ["pointer", "pointer", "pointer"])(this.env, present(object), method2, args);
    this.checked(0);
  }
  callInt(object, method2) {
    const value = jni(51, "int32", ["pointer", "pointer", "pointer"])(this.env, present(object), method2, NULL);
    return this.checked(value);
  }
  callDouble(object, method2) {
    const value = jni(60, "double", ["pointer", "pointer", "pointer"])(this.env, present(object), method2, NULL);
    return this.checked(value);
  }
  /** Call a method as `cls` defines it, whatever the object's class overrides. */
  callObjectAs(object, cls2, method2, args = NULL) {
    const call = jni(66, "pointer", ["pointer", "pointer", "pointer", "pointer"]);
    return this.checked(call(this.env, present(object), cls2, method2, args));
  }
  callVoidAs(object, cls2, method2, args) {
    jni(93, "void", ["pointer", "pointer", "pointer", "pointer"])(this.env, present(object), cls2, method2, args);
    this.checked(0);
  }
  getObject(object, field2) {
    return jni(95, "pointer", ["pointer", "pointer"])(this.env, present(object), field2);
  }
  getInt(object, field2) {
    return jni(100, "int32", ["pointer", "pointer"])(this.env, present(object), field2);
  }
  setInt(object, field2, value) {
    jni(109, "void", ["pointer", "pointer", "int32"])(this.env, present(object), field2, value);
  }
  arrayLength(array2) {
    return jni(171, "int32", ["pointer"])(this.env, present(array2));
  }
  newObjectArray(length, cls2) {
    return this.checked(jni(172, "pointer", ["int32", "pointer", "pointer"])(this.env, length, cls2, NULL));
  }
  arrayItem(array2, index) {
    return this.checked(jni(173, "pointer", ["pointer", "int32"])(this.env, present(array2), index));
  }
  setArrayItem(array2, index, value) {
    jni(174, "void", ["pointer", "int32", "pointer"])(this.env, present(array2), index, value);
    this.checked(0);
  }
  /** Where the bytes of a direct java.nio buffer lie; null of any other. */
  directAddress(buffer) {
    return jni(230, "pointer", ["pointer"])(this.env, present(buffer));
  }
  bytes(array2, length) {
    const buffer = Memory.alloc(Math.max(length, 1));
    this.bytesInto(array2, 0, length, buffer);
    return new Uint8Array(buffer.readByteArray(length) ?? new ArrayBuffer(0));
  }
  ints(array2, length) {
    const buffer = Memory.alloc(Math.max(length, 1) * 4);
    jni(203, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array2), 0, length, buffer);
    this.checked(0);
    return Array.from({ length }, (_, i) => buffer.add(i * 4).readS32());
  }
  /** Copy `length` bytes of an array, from `start` on, to where there is room for them. */
  bytesInto(array2, start, length, buffer) {
    jni(200, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array2), start, length, buffer);
    this.checked(0);
  }
  /** The same with UTF-16 units of a java.lang.String. */
  unitsInto(text, start, length, buffer) {
    jni(220, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(text), start, length, buffer);
    this.checked(0);
  }
  intAt(array2, index) {
    const buffer = Memory.alloc(4);
    jni(203, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array2), index, 1, buffer);
    this.checked(0);
    return buffer.readU32();
  }
  stringLength(text) {
    return jni(164, "int32", ["pointer"])(this.env, present(text));
  }
  /** Read at most `limit` UTF-16 units of a java.lang.String, so that a huge one costs no memory. */
  string(text, limit) {
    const length = Math.min(this.stringLength(text), limit);
    const parts = [];
    const buffer = Memory.alloc(2 * CHUNK);
    for (let start = 0; start < length; start += CHUNK) {
      const size = Math.min(CHUNK, length - start);
      this.unitsInto(text, start, size, buffer);
      const units = new Uint16Array(buffer.readByteArray(2 * size) ?? new ArrayBuffer(0));
      parts.push(String.fromCharCode(...units));
    }
    return wellFormed(parts.join(""));
  }
  id(index, cls2, name2, signature) {
    const find = jni(index, "pointer", ["pointer", "pointer", "pointer"]);
    const id = find(this.env, present(cls2), Memory.allocUtf8String(name2), Memory.allocUtf8String(signature));
    return this.checked(id);
  }
  checked(value) {
    if (this.exceptionPending())
      throw new JavaThrew();
    return value;
  }
};
var JavaThrew = class extends Error {
};
var Missing = class extends Error {
};
function present(object) {
  if (object.isNull())
    throw new Missing("null");
  return object;
}
function clip(text, limit) {
  return wellFormed(text.length > limit ? text.slice(0, limit) : text);
}
function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

// src/lib/emit.ts
var QUEUE_LIMIT = 2e4;
var EAGER = 500;
var BATCH_LIMIT = 1e3;
var queue = [];
var sequence = 0;
var dropped = 0;
var beforeFlush = [];
function onFlush(fn, order = "last") {
  if (order === "first")
    beforeFlush.unshift(fn);
  else
    beforeFlush.push(fn);
}
function emit(message) {
  if (queue.length >= QUEUE_LIMIT && message.k === "call") {
    dropped++;
    return;
  }
  queue.push(message);
  if (queue.length >= EAGER && message.k !== "count")
    sendQueue();
}
var MOST_KINDS = 256;
var problems = /* @__PURE__ */ new Map();
function problem(where, error) {
  const message = clip(error instanceof Error ? error.message || error.name : String(error), 500);
  const key = `${where}
${message}`;
  const known = problems.get(key) ?? (problems.size < MOST_KINDS ? void 0 : FURTHER);
  if (known !== void 0) {
    known.again++;
    return;
  }
  problems.set(key, { where, message, again: 0 });
  emit({ k: "problem", t: Date.now(), where, message });
}
var FURTHER = { where: "problems", message: "further ones of other kinds", again: 0 };
function tellAgain() {
  for (const kind of [...problems.values(), FURTHER]) {
    if (kind.again === 0)
      continue;
    emit({ k: "problem", t: Date.now(), where: kind.where, message: `${kind.message} (${kind.again} times more)` });
    kind.again = 0;
  }
}
function flush() {
  flushNow(false);
}
function flushAll() {
  flushNow(true);
}
function flushNow(last) {
  for (const fn of beforeFlush)
    fn(last);
  tellAgain();
  sendQueue();
}
function sendQueue() {
  if (dropped > 0) {
    queue.push({ k: "problem", t: Date.now(), where: "queue", message: "details dropped", dropped });
    dropped = 0;
  }
  while (queue.length > 0) {
    const messages = queue.length > BATCH_LIMIT ? queue.splice(0, BATCH_LIMIT) : queue;
    if (messages === queue)
      queue = [];
    const batch = { seq: sequence++, messages };
    send(batch);
  }
}

// src/lib/stacks_trace.ts
var NATIVE_LINE = -2;
function traceStacks(maxFrames) {
  function take(jni2, hooked) {
    const elements = jni2.attempt(() => readTrace(jni2, maxFrames + 1));
    if (elements === null)
      return null;
    const own = hooked !== null && elements[0]?.cls === hooked.cls && elements[0].method === hooked.method;
    return (own ? elements.slice(1) : elements).filter((element, i, all) => {
      const inner = all[i - 1];
      return inner === void 0 || element.line !== NATIVE_LINE || !isHooked(element.cls, element.method) || inner.cls !== element.cls || inner.method !== element.method;
    });
  }
  return {
    identify(jni2, hooked) {
      const elements = take(jni2, hooked);
      if (elements === null)
        return UNKNOWN;
      const caller = elements[0];
      if (caller !== void 0 && hooked.callers.has(`${caller.cls}.${caller.method}`))
        return DELEGATED;
      if (!hooked.alone && caller !== void 0 && caller.cls === hooked.cls && caller.method === hooked.method)
        return DELEGATED;
      return digest(elements);
    },
    frames: (jni2, hooked) => (take(jni2, hooked) ?? []).map(frameOf),
    here: {
      identify(jni2) {
        const elements = take(jni2, null);
        return elements === null ? UNKNOWN : digest(elements);
      },
      frames: (jni2) => (take(jni2, null) ?? []).map(frameOf)
    },
    prepare: () => void 0,
    active: () => [],
    lineOf: () => null,
    originalsHaveLines: true
  };
}
function digest(elements) {
  return Checksum.compute("sha1", elements.map((e) => `${e.cls}.${e.method}:${e.line}`).join("\n"));
}
function frameOf(element) {
  return { cls: element.cls, method: element.method, file: element.file, line: Math.max(0, element.line) };
}

// src/lib/stacks_art.ts
var MOST_KNOWN = 2e4;
function artStacks(maxFrames) {
  const delegated = /* @__PURE__ */ new Set();
  const plain2 = /* @__PURE__ */ new Set();
  const fallback = traceStacks(maxFrames);
  let broken = false;
  function take() {
    try {
      return frida_java_bridge_default.backtrace({ limit: maxFrames + 2 });
    } catch {
      broken = true;
      return null;
    }
  }
  return {
    identify(jni2, hooked) {
      if (broken)
        return fallback.identify(jni2, hooked);
      const trace = take();
      if (trace === null)
        return fallback.identify(jni2, hooked);
      const key = trace.id;
      if (key === "")
        return UNKNOWN;
      const mine = `${hooked.cls}.${hooked.method}:${key}`;
      if (plain2.has(mine))
        return key;
      if (delegated.has(mine))
        return DELEGATED;
      const caller = outside(trace.frames, hooked)[0];
      const within = caller !== void 0 && hooked.callers.has(`${caller.className}.${caller.methodName}`);
      const same = within || caller !== void 0 && caller.className === hooked.cls && caller.methodName === hooked.method && !caller.signature.includes(`,${hooked.method},${hooked.parameters}`);
      const known = same ? delegated : plain2;
      if (known.size >= MOST_KNOWN)
        known.clear();
      known.add(mine);
      return same ? DELEGATED : key;
    },
    frames(jni2, hooked) {
      const trace = broken ? null : take();
      if (trace === null)
        return fallback.frames(jni2, hooked);
      return outside(trace.frames, hooked).slice(0, maxFrames).map(frameOf2);
    },
    here: {
      identify(jni2) {
        const trace = broken ? null : take();
        if (trace === null)
          return fallback.here.identify(jni2);
        return trace.id === "" ? UNKNOWN : trace.id;
      },
      frames(jni2) {
        const trace = broken ? null : take();
        if (trace === null)
          return fallback.here.frames(jni2);
        return outside(trace.frames, null).slice(0, maxFrames).map(frameOf2);
      }
    },
    prepare: () => void 0,
    active: () => [],
    lineOf: () => null,
    originalsHaveLines: true
  };
}
function frameOf2(frame) {
  return {
    cls: frame.className,
    method: frame.methodName,
    file: frame.fileName ?? "",
    line: Math.max(0, frame.lineNumber ?? 0)
  };
}
function isStub(frame) {
  return (frame.methodFlags & frida_java_bridge_default.ACC_NATIVE) !== 0 && isHooked(frame.className, frame.methodName);
}
function outside(frames, hooked) {
  const top = frames[0];
  const own = hooked !== null && top !== void 0 && top.className === hooked.cls && top.methodName === hooked.method;
  const rest = own ? frames.slice(1) : frames;
  return rest.filter((frame, i) => {
    const inner = rest[i - 1];
    return inner === void 0 || !isStub(frame) || inner.className !== frame.className || inner.methodName !== frame.methodName;
  });
}

// src/lib/stacks_jvm.ts
var JVMTI_VERSION = 805372416;
var GET_SOURCE_FILE_NAME = 11;
var GET_LINE_NUMBERS = 12;
var FRAME = 16;
var NATIVE = -1;
var DEEPEST = 1024;
var MOST_FRAMES = 256;
var OPTIONS3 = { exceptions: "propagate" };
var NONE = Memory.alloc(Process.pointerSize);
var SOURCE = `
#include <glib.h>
typedef struct { void * method; gint64 location; } Frame;
typedef int (* GetStackTrace) (void * env, void * thread, int start, int max, Frame * frames, int * count);
extern void * const jvmti_env;
extern const GetStackTrace get_stack_trace;

double identify (void ** family, int start, int limit)
{
  Frame frames[${MOST_FRAMES}];
  int count = 0, i;
  guint64 hash = 1469598103934665603UL;
  if (get_stack_trace (jvmti_env, NULL, start, limit, frames, &count) != 0)
    return -1.0;
  if (count > 0 && frames[0].location != -1)
    for (i = 0; family[i] != NULL; i++)
      if (family[i] == frames[0].method)
        return -2.0;
  for (i = 0; i < count; i++)
  {
    hash = (hash ^ (guint64) frames[i].method) * 1099511628211UL;
    hash = (hash ^ (guint64) frames[i].location) * 1099511628211UL;
    hash ^= hash >> 29;
  }
  return (double) (gint64) (hash >> 11);
}
`;
function linesOf(table2) {
  const view = new DataView(table2 ?? new ArrayBuffer(0));
  const lines = [];
  for (let at = 0; at < view.byteLength; at += FRAME) {
    lines.push([Number(view.getBigInt64(at, true)), view.getInt32(at + 8, true)]);
  }
  return lines.sort((a, b) => a[0] - b[0]);
}
var Jvmti = class {
  env;
  functionTable;
  functions = /* @__PURE__ */ new Map();
  constructor(env) {
    this.env = env;
    this.functionTable = env.readPointer();
    const capabilities = Memory.alloc(16);
    capabilities.writeU32(1 << GET_SOURCE_FILE_NAME | 1 << GET_LINE_NUMBERS);
    this.call(142, ["pointer"], capabilities);
  }
  address(number3) {
    return this.functionTable.add((number3 - 1) * Process.pointerSize).readPointer();
  }
  call(number3, types, ...args) {
    let fn = this.functions.get(number3);
    if (fn === void 0) {
      fn = new NativeFunction(this.address(number3), "int32", ["pointer", ...types], OPTIONS3);
      this.functions.set(number3, fn);
    }
    return fn(this.env, ...args);
  }
  /** Read a string the VM allocated into `*slot` and give it back. */
  takeString(slot) {
    const text = slot.readPointer();
    if (text.isNull())
      return "";
    try {
      return text.readUtf8String() ?? "";
    } catch {
      return text.readCString() ?? "";
    } finally {
      this.call(47, ["pointer"], text);
    }
  }
  methodName(method2) {
    const name2 = Memory.alloc(Process.pointerSize);
    if (this.call(64, ["pointer", "pointer", "pointer", "pointer"], method2, name2, NULL, NULL) !== 0)
      return "";
    return this.takeString(name2);
  }
  isNative(method2) {
    const flag = Memory.alloc(1);
    return this.call(76, ["pointer", "pointer"], method2, flag) === 0 && flag.readU8() !== 0;
  }
  /** The table of lines as the VM writes it: entries of a place in the bytecode (8 bytes) and a line (4 of 8). */
  table(method2) {
    const count = Memory.alloc(4);
    const slot = Memory.alloc(Process.pointerSize);
    if (this.call(70, ["pointer", "pointer", "pointer"], method2, count, slot) !== 0)
      return null;
    const entries2 = slot.readPointer();
    const size = count.readS32() * FRAME;
    const copy2 = size > 0 ? entries2.readByteArray(size) : null;
    this.call(47, ["pointer"], entries2);
    return copy2;
  }
  facts(jni2, method2) {
    const slot = Memory.alloc(Process.pointerSize);
    if (this.call(65, ["pointer", "pointer"], method2, slot) !== 0)
      return null;
    const cls2 = slot.readPointer();
    try {
      const named3 = this.call(48, ["pointer", "pointer", "pointer"], cls2, slot, NULL) === 0;
      const signature = named3 ? this.takeString(slot) : "";
      if (signature.includes("."))
        return null;
      const filed = this.call(50, ["pointer", "pointer"], cls2, slot) === 0;
      return {
        cls: signature.replace(/^L(.*);$/, "$1").replace(/\//g, "."),
        method: this.methodName(method2),
        file: filed ? this.takeString(slot) : "",
        lines: linesOf(this.table(method2))
      };
    } finally {
      jni2.deleteLocal(cls2);
    }
  }
};
var held = [];
function openJvmti() {
  const vm3 = vmHandle();
  const address3 = vm3.readPointer().add(6 * Process.pointerSize).readPointer();
  const getEnv = new NativeFunction(address3, "int32", ["pointer", "pointer", "int32"], OPTIONS3);
  const slot = Memory.alloc(Process.pointerSize);
  if (getEnv(vm3, slot, JVMTI_VERSION) !== 0)
    throw new Error("the VM gives no JVMTI environment");
  return new Jvmti(slot.readPointer());
}
function lineAt(lines, location) {
  let found = 0;
  for (const [start, line] of lines) {
    if (start > location)
      break;
    found = line;
  }
  return found;
}
function jvmStacks(maxFrames) {
  if (maxFrames < 1 || maxFrames > MOST_FRAMES)
    throw new Error(`max_frames must be 1 to ${MOST_FRAMES}`);
  const jvmti = openJvmti();
  const cells2 = Memory.alloc(2 * Process.pointerSize);
  cells2.writePointer(jvmti.env);
  cells2.add(Process.pointerSize).writePointer(jvmti.address(104));
  const code4 = new CModule(SOURCE, { jvmti_env: cells2, get_stack_trace: cells2.add(Process.pointerSize) });
  held.push(code4, cells2);
  const identify = new NativeFunction(code4.identify, "double", ["pointer", "int32", "int32"], OPTIONS3);
  const known = /* @__PURE__ */ new Map();
  const linesBefore = /* @__PURE__ */ new Map();
  const nativeBefore = /* @__PURE__ */ new Set();
  function factsOf(jni2, method2) {
    const key = method2.toString();
    let facts = known.get(key);
    if (facts === void 0) {
      facts = jvmti.facts(jni2, method2);
      const lines = linesBefore.get(key);
      if (facts !== null && lines !== void 0)
        facts = { ...facts, lines: linesOf(lines) };
      known.set(key, facts);
    }
    return facts;
  }
  function walk(start, limit) {
    const buffer = Memory.alloc(FRAME * limit);
    const count = Memory.alloc(4);
    const types = ["pointer", "int32", "int32", "pointer", "pointer"];
    if (jvmti.call(104, types, NULL, start, limit, buffer, count) !== 0)
      return [];
    return Array.from({ length: count.readS32() }, (_, i) => ({
      method: buffer.add(i * FRAME).readPointer(),
      location: buffer.add(i * FRAME + 8).readS64().toNumber()
    }));
  }
  function frames(jni2, start) {
    const found = [];
    walk(start, maxFrames).forEach(({ method: method2, location }, i, all) => {
      const twin = location === NATIVE && all[i - 1]?.method.equals(method2) === true;
      if (twin && hookedByHandle(method2) !== void 0)
        return;
      const facts = factsOf(jni2, method2);
      if (facts === null)
        return;
      found.push({ cls: facts.cls, method: facts.method, file: facts.file, line: lineAt(facts.lines, location) });
    });
    return found;
  }
  return {
    native: { identify: code4.identify, limit: maxFrames },
    identify: (_jni, hooked) => identify(hooked.family, 1, maxFrames),
    frames: (jni2) => frames(jni2, 1),
    here: {
      identify: () => identify(NONE, 0, maxFrames),
      frames: (jni2) => frames(jni2, 0)
    },
    active() {
      const found = [];
      walk(0, DEEPEST).forEach(({ method: method2, location }, i, all) => {
        if (location !== NATIVE || i > 0 && all[i - 1]?.method.equals(method2) !== true)
          return;
        const hooked = hookedByHandle(method2);
        if (hooked !== void 0)
          found.push(hooked);
      });
      return found;
    },
    prepare(_jni, hooked) {
      const key = hooked.handle.toString();
      if (jvmti.isNative(hooked.handle))
        nativeBefore.add(key);
      linesBefore.set(key, jvmti.table(hooked.handle));
    },
    lineOf(hooked) {
      const key = hooked.handle.toString();
      if (nativeBefore.has(key))
        return null;
      const lines = linesOf(linesBefore.get(key) ?? null);
      return (instruction) => lineAt(lines, instruction);
    },
    originalsHaveLines: false
  };
}

// src/lib/sites.ts
var DELEGATED = -2;
var UNKNOWN = -1;
var byName = /* @__PURE__ */ new Map();
function remember(hooked) {
  byName.set(`${hooked.cls}.${hooked.method}`, hooked);
  byName.set(hooked.handle.toString(), hooked);
}
function isHooked(cls2, method2) {
  return byName.has(`${cls2}.${method2}`);
}
function hookedByHandle(handle) {
  return byName.get(handle.toString());
}
function chooseStacks(wanted, maxFrames) {
  const own = isArt() ? artStacks(maxFrames) : jvmStacks(maxFrames);
  if (wanted !== "trace")
    return own;
  const { identify, frames, here } = traceStacks(maxFrames);
  const { native: _none, ...rest } = own;
  return { ...rest, identify, frames, here };
}

// src/lib/throwables.ts
var NATIVE_LINE2 = -2;
var UNKNOWN_LINE = -1;
var MOST_RELATED = 32;
var CHUNK2 = 32;
var CHUNK_INSTRUCTIONS = 1;
var CHUNK_CLASSES = 2;
var CHUNK_NEXT = 4;
var NAME_LIMIT = 1024;
var cached = null;
function prepareThrowables(jni2) {
  ids(jni2);
}
function ids(jni2) {
  if (cached !== null)
    return cached;
  const throwable = jni2.globalRef(jni2.findClass("java.lang.Throwable"));
  const element = jni2.globalRef(jni2.findClass("java.lang.StackTraceElement"));
  const text = "Ljava/lang/String;";
  cached = {
    throwable,
    element,
    construct: jni2.methodId(throwable, "<init>", "()V"),
    getSuppressed: jni2.methodId(throwable, "getSuppressed", "()[Ljava/lang/Throwable;"),
    getStackTrace: jni2.methodId(throwable, "getStackTrace", "()[Ljava/lang/StackTraceElement;"),
    setStackTrace: jni2.methodId(throwable, "setStackTrace", "([Ljava/lang/StackTraceElement;)V"),
    getName: jni2.methodId(jni2.findClass("java.lang.Class"), "getName", `()${text}`),
    message: jni2.fieldId(throwable, "detailMessage", text),
    cause: jni2.fieldId(throwable, "cause", "Ljava/lang/Throwable;"),
    backtrace: jni2.attempt(() => jni2.fieldId(throwable, "backtrace", "Ljava/lang/Object;")) ?? NULL,
    cls: jni2.fieldId(element, "declaringClass", text),
    method: jni2.fieldId(element, "methodName", text),
    file: jni2.fieldId(element, "fileName", text),
    line: jni2.fieldId(element, "lineNumber", "I")
  };
  return cached;
}
function className(jni2, object) {
  return jni2.string(jni2.callObject(jni2.classOf(object), ids(jni2).getName), NAME_LIMIT);
}
function describe(jni2, throwable, limit) {
  const name2 = jni2.attempt(() => className(jni2, throwable)) ?? "java.lang.Throwable";
  const message = jni2.attempt(() => {
    const text = jni2.getObject(throwable, ids(jni2).message);
    return text.isNull() ? null : jni2.string(text, limit);
  });
  return message === null ? name2 : clip(`${name2}: ${message}`, limit);
}
function restoreTrace(jni2, throwable, stacks) {
  jni2.attempt(() => {
    const active = stacks.active();
    const { throwable: cls2, cause, getSuppressed } = ids(jni2);
    const found = [throwable];
    const add3 = (object) => {
      const known = object.isNull() || found.length >= MOST_RELATED || found.some((other) => jni2.same(other, object));
      if (!known)
        found.push(object);
    };
    for (let i = 0; i < found.length; i++) {
      const current = found[i];
      jni2.attempt(() => {
        restoreOne(jni2, current, active, stacks);
      });
      add3(jni2.getObject(current, cause));
      const suppressed = jni2.callObjectAs(current, cls2, getSuppressed);
      const count = Math.min(jni2.arrayLength(suppressed), MOST_RELATED);
      for (let n = 0; n < count; n++)
        add3(jni2.arrayItem(suppressed, n));
    }
  });
}
function restoreOne(jni2, throwable, active, stacks) {
  const { throwable: cls2, getStackTrace, setStackTrace, element, line } = ids(jni2);
  const array2 = jni2.callObjectAs(throwable, cls2, getStackTrace);
  const length = jni2.arrayLength(array2);
  const kept = [];
  let hooks2 = 0;
  let inner = null;
  for (let i = 0; i < length; i++) {
    const native = lineAt2(jni2, array2, i, line) === NATIVE_LINE2;
    const current = native || stacks.originalsHaveLines ? readElement(jni2, array2, i) : null;
    const twin = native && current !== null && inner !== null && inner.cls === current.cls && inner.method === current.method && isHooked(current.cls, current.method);
    if (twin && current !== null) {
      const at = active.findIndex(({ cls: owner, method: method2 }, n) => n >= hooks2 && owner === current.cls && method2 === current.method);
      const hooked = active[at];
      if (hooked !== void 0) {
        hooks2 = at + 1;
        restoreLine(jni2, throwable, array2, i - 1, hooked, stacks);
      }
    } else {
      kept.push(i);
    }
    inner = twin ? null : current;
  }
  if (kept.length === length)
    return;
  const shorter = jni2.newObjectArray(kept.length, element);
  kept.forEach((from2, to) => {
    const item = jni2.arrayItem(array2, from2);
    jni2.setArrayItem(shorter, to, item);
    jni2.deleteLocal(item);
  });
  const args = Memory.alloc(8);
  args.writePointer(shorter);
  jni2.callVoidAs(throwable, cls2, setStackTrace, args);
}
function lineAt2(jni2, array2, index, line) {
  const item = jni2.arrayItem(array2, index);
  const found = jni2.getInt(item, line);
  jni2.deleteLocal(item);
  return found;
}
function restoreLine(jni2, throwable, array2, index, hooked, stacks) {
  const lines = stacks.lineOf(hooked);
  if (lines === null)
    return;
  const instruction = jni2.attempt(() => instructionAt(jni2, throwable, index, hooked.cls));
  const line = instruction === null ? 0 : lines(instruction);
  const item = jni2.arrayItem(array2, index);
  jni2.setInt(item, ids(jni2).line, line > 0 ? line : UNKNOWN_LINE);
  jni2.deleteLocal(item);
}
function instructionAt(jni2, throwable, index, cls2) {
  const { backtrace: backtrace2 } = ids(jni2);
  if (backtrace2.isNull())
    return null;
  let chunk = jni2.getObject(throwable, backtrace2);
  for (let skip = Math.floor(index / CHUNK2); skip > 0 && !chunk.isNull(); skip--) {
    chunk = jni2.arrayItem(chunk, CHUNK_NEXT);
  }
  if (chunk.isNull())
    return null;
  const owner = jni2.arrayItem(jni2.arrayItem(chunk, CHUNK_CLASSES), index % CHUNK2);
  if (jni2.string(jni2.callObject(owner, ids(jni2).getName), NAME_LIMIT) !== cls2)
    return null;
  return jni2.intAt(jni2.arrayItem(chunk, CHUNK_INSTRUCTIONS), index % CHUNK2) >>> 16;
}
function readElement(jni2, array2, index) {
  const { cls: cls2, method: method2, file, line } = ids(jni2);
  const item = jni2.arrayItem(array2, index);
  const text = (field2) => {
    const value = jni2.getObject(item, field2);
    const read3 = value.isNull() ? "" : jni2.string(value, NAME_LIMIT);
    jni2.deleteLocal(value);
    return read3;
  };
  const element = { cls: text(cls2), method: text(method2), file: text(file), line: jni2.getInt(item, line) };
  jni2.deleteLocal(item);
  return element;
}
function readTrace(jni2, limit) {
  const { throwable, construct, getStackTrace } = ids(jni2);
  const array2 = jni2.callObjectAs(jni2.newObject(throwable, construct), throwable, getStackTrace);
  const length = Math.min(jni2.arrayLength(array2), limit);
  return Array.from({ length }, (_, i) => readElement(jni2, array2, i));
}

// src/hooks/lifecycle.ts
var STATES = {
  onCreate: "created",
  onStart: "started",
  onResume: "resumed",
  onPause: "paused",
  onStop: "stopped",
  onDestroy: "destroyed"
};
var listener = null;
function afterFirstActivity(fn) {
  listener = fn;
}
var lifecycle = {
  sited: false,
  entered: (call) => {
    const state = STATES[call.target.method];
    const activity = call.jni.attempt(() => className(call.jni, call.self));
    if (state === void 0 || activity === null) {
      problem(call.target.plan.api, "the activity's class could not be read");
      return;
    }
    emit({ k: "life", t: call.t, activity, state });
    const fn = listener;
    listener = null;
    if (fn !== null)
      setTimeout(fn, 0);
  }
};

// src/lib/methods.ts
var quiet = /* @__PURE__ */ new Set();
var NOBODY = [];
var NONE2 = Memory.alloc(Process.pointerSize);
var running = 0;
var unreported = 0;
var passive = false;
var others = [];
function callsRunning() {
  return others.reduce((sum, count) => sum + count(), running);
}
function alsoRunning(count) {
  others.push(count);
}
function reportFailures() {
  if (unreported > 0)
    problem("hooks", `${unreported} failures that could not be told one by one`);
  unreported = 0;
}
function fallSilent() {
  passive = true;
}
function isSilent(tid) {
  return passive || quiet.size !== 0 && quiet.has(tid);
}
function guarded(tid, fn) {
  const outer2 = quiet.has(tid);
  quiet.add(tid);
  try {
    return fn();
  } finally {
    if (!outer2)
      quiet.delete(tid);
  }
}
function framed(jni2, fn) {
  let failure = "an exception of the VM";
  const done = jni2.attempt(() => {
    try {
      fn();
      failure = null;
    } catch (error) {
      failure = error;
    }
    return true;
  });
  return done === true ? failure : failure ?? "an exception of the VM";
}
function failedAt(name2, jni2, where, error) {
  try {
    jni2?.takeException();
    problem(`${name2} at ${where}`, error);
  } catch {
    unreported++;
  }
}
var Method = class {
  overload;
  owner;
  cls;
  method;
  handle;
  parameters;
  label;
  types;
  returnType;
  argumentTypes;
  isInstance;
  // For those who watch it without being a row.
  alone = true;
  family = NONE2;
  callers = /* @__PURE__ */ new Set();
  observers = [];
  mangler = null;
  original = null;
  invoke;
  /** `owner` is a global reference to the class that declares the method. */
  constructor(overload, cls2, name2, owner) {
    this.overload = overload;
    this.owner = owner;
    this.cls = cls2;
    this.method = name2 === "$init" ? "<init>" : name2;
    this.handle = overload.handle;
    this.parameters = `(${overload.argumentTypes.map((t) => t.name).join("")})`;
    this.types = overload.argumentTypes.map(typeName);
    this.label = `(${this.types.join(", ")})`;
    this.returnType = overload.returnType;
    this.argumentTypes = overload.argumentTypes;
    this.isInstance = overload.type === INSTANCE_METHOD2;
    const native = overload.argumentTypes.map((t) => t.type);
    const env = bridgeEnv();
    this.invoke = this.isInstance ? env.nonvirtualVaMethod(overload.returnType.type, native) : env.staticVaMethod(overload.returnType.type, native);
  }
  watch(observer2) {
    for (const one2 of this.observers)
      one2.shared?.();
    this.observers = [...this.observers, observer2];
  }
  /** Call the original; a Java exception it throws stays pending in the thread. */
  callOriginal(jni2) {
    const original = this.originalId();
    const [env, self, ...args] = jni2;
    return this.isInstance ? this.invoke(env, self, this.owner, original, ...args) : this.invoke(env, self, original, ...args);
  }
  /** The method id that calls the original: it is there from the first call on. */
  originalId() {
    if (this.original === null) {
      if (this.mangler === null)
        throw new Error("not installed");
      this.original = originalOf(this.mangler, this.overload);
    }
    return this.original;
  }
  /** Put our callback in the method's place; returns whether it is in force already. */
  replace(jni2, stacks, when) {
    stacks.prepare(jni2, this);
    const body = (...values) => run(this, stacks, values);
    const args = ["pointer", "pointer", ...this.argumentTypes.map((t) => t.type)];
    const callback = new NativeCallback(body, this.returnType.type, args);
    held2.push(callback);
    remember(this);
    this.mangler = manglerOf(this.overload);
    const entry2 = this.observers[0]?.entry?.(this, callback) ?? callback;
    return replaceMethod(this.overload, this.mangler, entry2, when);
  }
  restore() {
    restoreMethod(this.overload);
  }
  /** Let the observers see a call's beginning; never fails. */
  enter(values) {
    let entered = null;
    try {
      const tid = Process.getCurrentThreadId();
      if (isSilent(tid))
        return NOBODY;
      for (const observer2 of this.observers) {
        const visit = observer2.enter(values, tid);
        if (visit !== null)
          (entered ??= []).push(visit);
      }
    } catch (error) {
      failedAt(this.name, new Jni(values[0]), "entry", error);
    }
    return entered ?? NOBODY;
  }
  /** Let them see its end; never fails. What the app's code threw or returned goes on to it, or what one has instead. */
  leave(visits, values, value, stacks) {
    let answer2 = null;
    try {
      const jni2 = new Jni(values[0]);
      if (jni2.exceptionPending()) {
        answer2 = guarded(Process.getCurrentThreadId(), () => this.leaveThrown(jni2, visits, stacks));
      } else {
        for (const visit of visits)
          visit.returned(value);
        answer2 = instead(visits, null, value);
      }
    } catch (error) {
      failedAt(this.name, void 0, "return", error);
    }
    return answer2 === null ? value : answer2.value;
  }
  get name() {
    return `${this.cls}.${this.method}`;
  }
  /** Take the exception, tell of it, and throw the very same again, without the frames of hooks. */
  leaveThrown(jni2, visits, stacks) {
    const throwable = jni2.takeException();
    if (throwable === null)
      return null;
    let answer2 = null;
    try {
      for (const visit of visits)
        visit.threw(throwable);
      answer2 = instead(visits, throwable, void 0);
      if (answer2 === null)
        restoreTrace(jni2, throwable, stacks);
    } finally {
      jni2.takeException();
      if (answer2 === null)
        jni2.throw(throwable);
    }
    return answer2;
  }
};
function instead(visits, thrown, value) {
  for (const visit of visits) {
    const answer2 = visit.instead?.(thrown, value) ?? null;
    if (answer2 !== null)
      return answer2;
  }
  return null;
}
var held2 = [];
function run(method2, stacks, values) {
  running++;
  try {
    const visits = method2.enter(values);
    return method2.leave(visits, values, method2.callOriginal(values), stacks);
  } finally {
    running--;
  }
}
function classOf(jni2, wrapper) {
  return withHandle(wrapper.class, (handle) => jni2.globalRef(handle));
}
var Methods = class {
  stacks;
  byHandle = /* @__PURE__ */ new Map();
  constructor(stacks) {
    this.stacks = stacks;
  }
  /** The method of an overload, replaced or about to be. */
  of(overload, cls2, name2, owner) {
    return this.byHandle.get(overload.handle.toString()) ?? new Method(overload, cls2, name2, owner());
  }
  /**
   * Have an observer see the calls of a method from now on; raises what replacing it failed of. Returns whether
   * that is in force already.
   */
  watch(jni2, method2, observer2, when = "later") {
    const key = method2.handle.toString();
    const known = this.byHandle.get(key);
    (known ?? method2).watch(observer2);
    if (known !== void 0)
      return true;
    this.byHandle.set(key, method2);
    try {
      return method2.replace(jni2, this.stacks, when);
    } catch (error) {
      this.byHandle.delete(key);
      throw error;
    }
  }
  /** Put every original back; it takes effect in the next turn of the event loop. */
  restore() {
    for (const method2 of this.byHandle.values())
      method2.restore();
    this.byHandle.clear();
  }
};

// src/hooks/answers.ts
var MOST = 256;
var answers = {
  result: (call, value) => {
    const { jni: jni2 } = call;
    const items = jni2.arrayLength(value);
    const text = jni2.ints(value, Math.min(items, MOST)).join(",");
    return { text, length: text.length, items };
  }
};

// src/lib/counts.ts
var MOST_SITES = 2e4;
var MOST_TOTALS = 2e3;
var Counter = class {
  api;
  overload;
  site;
  changed;
  n = 0;
  errors = 0;
  first = 0;
  last = 0;
  constructor(api2, overload, site, changed) {
    this.api = api2;
    this.overload = overload;
    this.site = site;
    this.changed = changed;
  }
  /** Count a call at `t` (ms); returns its number. */
  enter(t) {
    if (this.n === 0)
      this.first = t;
    this.last = t;
    this.changed.add(this);
    return ++this.n;
  }
  /** Count calls that were not entered one by one: they ended by `t`. */
  add(n, errors2, t) {
    if (this.n === 0)
      this.first = t;
    this.last = t;
    this.n += n;
    this.errors += errors2;
    this.changed.add(this);
  }
  /** The call that was entered ended with an error. */
  fail() {
    this.errors++;
    this.changed.add(this);
  }
  report() {
    const { api: api2, overload, site, n, errors: errors2, first, last } = this;
    emit({ k: "count", t: Date.now(), api: api2, overload, site, n, errors: errors2, first, last });
  }
};
var Crossing = class {
  byOrigin = /* @__PURE__ */ new Map();
};
var Counters = class {
  carries;
  byCounted = /* @__PURE__ */ new Map();
  /** One row's overload may be several methods: of several class loaders, or of the classes it is delivered to. */
  byName = /* @__PURE__ */ new Map();
  changed = /* @__PURE__ */ new Set();
  /** Every stack by its key: whether nothing but code that carries calls of others makes it up. */
  bare = /* @__PURE__ */ new Map();
  told = /* @__PURE__ */ new Map();
  full = false;
  /** `carries` tells of a class whether it only carries calls of others; null when origins are not followed. */
  constructor(carries) {
    this.carries = carries;
  }
  /** Return the counter of a call; tells the site before its first call. */
  of(counted, place) {
    let own = this.byCounted.get(counted);
    if (own === void 0) {
      const name2 = `${counted.api} ${counted.label}`;
      own = this.byName.get(name2) ?? /* @__PURE__ */ new Map();
      this.byName.set(name2, own);
      this.byCounted.set(counted, own);
    }
    const key = counted.sited ? place.key : 0;
    const found = own.get(key);
    if (found instanceof Counter)
      return found;
    return this.further(counted, place, own, key, found);
  }
  /** Tell where something was done that no row counts; returns the site's id. */
  site(place) {
    let frames = null;
    const read3 = () => frames ??= framesOf(place);
    const origin = this.isBare(place.key, place, read3) ? place.origin?.() ?? null : null;
    return this.tell(place.key, origin, read3);
  }
  /** Whether the identity of a stack alone says which counter its calls have. */
  settled(counted, key) {
    return this.byCounted.get(counted)?.get(counted.sited ? key : 0) instanceof Counter;
  }
  /** Tell the totals that changed; all of them when it is the last time, or some at a time under a storm. */
  report(last = false) {
    let left = last ? Infinity : MOST_TOTALS;
    for (const counter of this.changed) {
      if (left-- <= 0)
        break;
      this.changed.delete(counter);
      counter.report();
    }
  }
  further(counted, place, own, key, found) {
    if (!counted.sited)
      return this.put(own, key, counted, "");
    let frames = null;
    const read3 = () => frames ??= framesOf(place);
    if (found === void 0 && place.delivered !== true && !this.isBare(key, place, read3)) {
      return this.put(own, key, counted, this.tell(key, null, read3));
    }
    const origin = place.origin?.() ?? null;
    let crossing = own.get(key);
    if (crossing instanceof Counter)
      return crossing;
    if (crossing === void 0) {
      crossing = new Crossing();
      own.set(key, crossing);
    }
    const from2 = origin?.key ?? 0;
    const known = crossing.byOrigin.get(from2);
    if (known !== void 0)
      return known;
    return this.put(crossing.byOrigin, from2, counted, this.tell(key, origin, read3));
  }
  put(own, key, counted, site) {
    const shared = site === "" ? 0 : key;
    const known = own.get(key) ?? own.get(shared);
    if (known instanceof Counter)
      return known;
    const counter = new Counter(counted.api, counted.label, site, this.changed);
    own.set(shared, counter);
    return counter;
  }
  isBare(key, place, read3) {
    const { carries } = this;
    if (carries === null || key === UNKNOWN)
      return false;
    let bare = this.bare.get(key);
    if (bare === void 0) {
      if (this.bare.size >= MOST_SITES)
        return false;
      const frames = read3();
      bare = place.bare?.(frames) ?? frames.every((frame) => (frame.library ?? "") === "" && carries(frame.cls));
      this.bare.set(key, bare);
    }
    return bare;
  }
  /** Tell a site once; returns its id, or nothing where sites are not told apart any more. */
  tell(key, origin, read3) {
    if (key === UNKNOWN && origin === null)
      return "";
    const name2 = origin === null ? String(key) : `${key}@${origin.key}`;
    const known = this.told.get(name2);
    if (known !== void 0)
      return known;
    if (this.told.size >= MOST_SITES) {
      if (!this.full)
        problem("sites", `more than ${MOST_SITES} call sites: further ones are not told apart`);
      this.full = true;
      return "";
    }
    const from2 = origin === null ? "" : origin.site ??= this.tell(origin.key, null, () => origin.frames);
    const frames = [...read3()];
    const again2 = this.told.get(name2);
    if (again2 !== void 0)
      return again2;
    const site = origin !== null ? digest2(name2) : typeof key === "number" ? key.toString(16) : digest2(key);
    this.told.set(name2, site);
    emit({ k: "site", t: Date.now(), site, frames, origin: from2 });
    return site;
  }
};
function framesOf(place) {
  try {
    return place.frames();
  } catch (error) {
    problem("stack", error);
    return [];
  }
}
function digest2(text) {
  return /^[0-9a-f]{16,64}$/.test(text) ? text : Checksum.compute("sha1", text);
}

// src/lib/hashes.ts
var MOST_CHARACTERS = 16 * 1024 * 1024;
var PIECE = 16 * 1024;
var SOURCE2 = `
#include <glib.h>

// UTF-16 to UTF-8; half a pair becomes U+FFFD, as in all texts the agent sends. *high carries the first half of a
// pair from one piece to the next; the last piece is followed by a call with none.
int to_utf8 (const guint16 * units, int count, guint8 * out, guint32 * high)
{
  guint8 * p = out;
  int i;
  for (i = 0; i <= count; i++)
  {
    guint32 c = (i < count) ? units[i] : 0;
    int ends = (i == count);
    if (ends && count != 0)
      break;
    if (*high != 0)
    {
      if (!ends && c >= 0xdc00 && c < 0xe000)
      {
        c = 0x10000 + ((*high - 0xd800) << 10) + (c - 0xdc00);
        *high = 0;
        *p++ = 0xf0 | (c >> 18);
        *p++ = 0x80 | ((c >> 12) & 0x3f);
        *p++ = 0x80 | ((c >> 6) & 0x3f);
        *p++ = 0x80 | (c & 0x3f);
        continue;
      }
      *high = 0;
      *p++ = 0xef; *p++ = 0xbf; *p++ = 0xbd;
    }
    if (ends)
      break;
    if (c >= 0xd800 && c < 0xdc00)
    {
      *high = c;
      continue;
    }
    if (c >= 0xdc00 && c < 0xe000)
      c = 0xfffd;
    if (c < 0x80)
      *p++ = c;
    else if (c < 0x800)
    {
      *p++ = 0xc0 | (c >> 6);
      *p++ = 0x80 | (c & 0x3f);
    }
    else
    {
      *p++ = 0xe0 | (c >> 12);
      *p++ = 0x80 | ((c >> 6) & 0x3f);
      *p++ = 0x80 | (c & 0x3f);
    }
  }
  return (int) (p - out);
}

void to_hex (const guint8 * bytes, int count, guint8 * out)
{
  const char * digits = "0123456789abcdef";
  int i;
  for (i = 0; i < count; i++)
  {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
}
`;
var compiled = null;
function code3() {
  if (compiled === null) {
    const module = new CModule(SOURCE2);
    const utf8 = new NativeFunction(module.to_utf8, "int", ["pointer", "int", "pointer", "pointer"]);
    const hex2 = new NativeFunction(module.to_hex, "void", ["pointer", "int", "pointer"]);
    compiled = { module, toUtf8: utf8, toHex: hex2 };
  }
  return compiled;
}
function hashOfString(jni2, text, length) {
  if (length > MOST_CHARACTERS)
    return "";
  const { toUtf8 } = code3();
  const units = Memory.alloc(2 * PIECE);
  const out = Memory.alloc(3 * PIECE + 8);
  const high = Memory.alloc(4);
  const sum = new Checksum("sha256");
  for (let start = 0; start < length; start += PIECE) {
    const count = Math.min(PIECE, length - start);
    jni2.unitsInto(text, start, count, units);
    add(sum, out, toUtf8(units, count, out, high));
  }
  add(sum, out, toUtf8(units, 0, out, high));
  return sum.getString();
}
function hashOfBytes(jni2, array2, length) {
  if (2 * length > MOST_CHARACTERS)
    return "";
  const { toHex } = code3();
  const bytes = Memory.alloc(PIECE);
  const out = Memory.alloc(2 * PIECE);
  const sum = new Checksum("sha256");
  for (let start = 0; start < length; start += PIECE) {
    const count = Math.min(PIECE, length - start);
    jni2.bytesInto(array2, start, count, bytes);
    toHex(bytes, count, out);
    add(sum, out, 2 * count);
  }
  return sum.getString();
}
function add(sum, out, length) {
  const piece = length > 0 ? out.readByteArray(length) : null;
  if (piece !== null)
    sum.update(piece);
}

// src/lib/values.ts
var MOST_ITEMS = 256;
var DEEPEST2 = 3;
var MOST_BYTES = 4096;
var PLATFORM = /^(?:android|java|javax|com\.android|dalvik|libcore)\./;
var HOLDERS = /^(?:java\.util\.(?!Date$|UUID$|Locale$)|android\.util\.|android\.os\.(?:(?:Base|Persistable)?Bundle|Message)$)/;
var LISTS = /^java\.util\.(?:ArrayList|LinkedList|Arrays\$ArrayList|ImmutableCollections\$List\w+|Collections\$(?:EmptyList|SingletonList)|concurrent\.CopyOnWriteArrayList)$/;
function primitive(type, value) {
  switch (type.className) {
    case "boolean":
      return value === 0 ? "false" : "true";
    case "char":
      return clip(String.fromCharCode(Number(value)), 1);
    default:
      return String(value);
  }
}
function convert(jni2, type, value, limit) {
  if (type.type !== "pointer") {
    const text = primitive(type, value);
    return { text, length: text.length };
  }
  const object = value;
  return object.isNull() ? null : objectText(jni2, object, limit, typeName(type));
}
function objectText(jni2, object, limit, declared = "") {
  return textWithin(jni2, object, limit, declared, { items: MOST_ITEMS, depth: DEEPEST2 });
}
function textWithin(jni2, object, limit, declared, budget) {
  const name2 = jni2.attempt(() => className(jni2, object)) ?? declared;
  const text = jni2.attempt(() => read2(jni2, object, name2, limit, budget));
  return text ?? { text: name2, length: name2.length };
}
function read2(jni2, object, name2, limit, budget) {
  if (name2 === "java.lang.String")
    return stringText(jni2, object, limit);
  if (name2.startsWith("["))
    return array(jni2, object, name2, limit, budget);
  if (LISTS.test(name2))
    return listText(jni2, object, limit, budget);
  const reader = READERS[name2];
  if (reader !== void 0)
    return cut(reader(jni2, object, limit), limit);
  if (HOLDERS.test(name2) || !isPlatform(jni2, object, name2))
    return cut(name2, limit);
  const text = jni2.callObject(object, method(jni2, "java.lang.Object", "toString", "()Ljava/lang/String;"));
  return text.isNull() ? cut(name2, limit) : stringText(jni2, text, limit);
}
function stringText(jni2, text, limit) {
  const length = jni2.stringLength(text);
  const kept = { text: jni2.string(text, limit), length };
  return length > limit ? { ...kept, hash: hashOfString(jni2, text, length) } : kept;
}
function isPlatform(jni2, object, name2) {
  if (!PLATFORM.test(name2))
    return false;
  if (!isArt())
    return true;
  const getLoader = method(jni2, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;");
  const loader = jni2.callObject(jni2.classOf(object), getLoader);
  return loader.isNull() || className(jni2, loader) === "java.lang.BootClassLoader";
}
function array(jni2, object, name2, limit, budget) {
  const items = jni2.arrayLength(object);
  if (name2 === "[B") {
    const bytes = jni2.bytes(object, Math.min(items, MOST_BYTES));
    const text = { ...cut(Array.from(bytes, hex).join(""), limit, 2 * items), items };
    return text.text.length < 2 * items ? { ...text, hash: hashOfBytes(jni2, object, items) } : text;
  }
  if (name2.length === 2)
    return { text: name2, length: name2.length, items };
  return joined(jni2, items, limit, budget, (i) => jni2.arrayItem(object, i));
}
function listText(jni2, object, limit, budget) {
  const items = jni2.callInt(object, method(jni2, "java.util.List", "size", "()I"));
  const get = method(jni2, "java.util.List", "get", "(I)Ljava/lang/Object;");
  const args = Memory.alloc(8);
  return joined(jni2, items, limit, budget, (i) => {
    args.writeS32(i);
    return jni2.callObject(object, get, args);
  });
}
function joined(jni2, items, limit, budget, item) {
  if (budget.depth === 0)
    return { text: "\u2026", length: 1, items };
  budget.depth--;
  const parts = [];
  let size = 0;
  for (let i = 0; i < items && size <= limit && budget.items > 0; i++) {
    budget.items--;
    const part = jni2.attempt(() => {
      const object = item(i);
      return object.isNull() ? "null" : textWithin(jni2, object, limit, "", budget).text;
    });
    parts.push(part ?? "");
    size += (part?.length ?? 0) + 1;
  }
  budget.depth++;
  return { ...cut(parts.join(","), limit), items };
}
function cut(text, limit, length = text.length) {
  return { text: clip(text, limit), length };
}
function hex(byte) {
  return byte.toString(16).padStart(2, "0");
}
var classes = /* @__PURE__ */ new Map();
var methods = /* @__PURE__ */ new Map();
function cls(jni2, name2) {
  let found = classes.get(name2);
  if (found === void 0) {
    found = jni2.globalRef(jni2.findClass(name2));
    classes.set(name2, found);
  }
  return found;
}
function method(jni2, owner, name2, signature) {
  const key = `${owner}.${name2}${signature}`;
  let found = methods.get(key);
  if (found === void 0) {
    found = jni2.methodId(cls(jni2, owner), name2, signature);
    methods.set(key, found);
  }
  return found;
}
function ownMethod(jni2, object, name2, signature) {
  return jni2.methodId(jni2.classOf(object), name2, signature);
}
function stringOf(jni2, text, limit) {
  return text.isNull() ? "" : jni2.string(text, limit);
}
function fieldText(field2) {
  return (jni2, object, limit) => {
    const id = jni2.fieldId(jni2.classOf(object), field2, "Ljava/lang/String;");
    return stringOf(jni2, jni2.getObject(object, id), limit);
  };
}
function getterText(name2) {
  return (jni2, object, limit) => stringOf(jni2, jni2.callObject(object, ownMethod(jni2, object, name2, "()Ljava/lang/String;")), limit);
}
var READERS = {
  "android.content.pm.PackageInfo": fieldText("packageName"),
  "android.content.pm.ApplicationInfo": fieldText("packageName"),
  "android.app.ActivityManager$RunningAppProcessInfo": fieldText("processName"),
  "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info": getterText("getId"),
  "android.location.Location": (jni2, object) => {
    const latitude = jni2.callDouble(object, ownMethod(jni2, object, "getLatitude", "()D"));
    const longitude = jni2.callDouble(object, ownMethod(jni2, object, "getLongitude", "()D"));
    return `${latitude},${longitude}`;
  },
  "android.content.ClipData": (jni2, object, limit) => {
    const count = jni2.callInt(object, ownMethod(jni2, object, "getItemCount", "()I"));
    const getItem = ownMethod(jni2, object, "getItemAt", "(I)Landroid/content/ClipData$Item;");
    const args = Memory.alloc(8);
    const parts = [];
    for (let i = 0, size = 0; i < Math.min(count, MOST_ITEMS) && size <= limit; i++) {
      args.writeS32(i);
      const part = jni2.attempt(() => {
        const item = jni2.callObject(object, getItem, args);
        const text = jni2.callObject(item, ownMethod(jni2, item, "getText", "()Ljava/lang/CharSequence;"));
        return text.isNull() ? null : objectText(jni2, text, limit).text;
      });
      if (part === null)
        continue;
      parts.push(part);
      size += part.length;
    }
    return parts.join("\n");
  },
  // Its toString() asks the URL's handler, which may be the app's: these getters do not.
  "java.net.URL": (jni2, object, limit) => {
    const part = (name2) => jni2.attempt(() => {
      const text = jni2.callObject(object, method(jni2, "java.net.URL", name2, "()Ljava/lang/String;"));
      return text.isNull() ? null : jni2.string(text, limit);
    });
    const authority = part("getAuthority");
    const query2 = part("getQuery");
    const ref = part("getRef");
    return [
      part("getProtocol") ?? "",
      ":",
      authority === null || authority === "" ? "" : `//${authority}`,
      part("getPath") ?? "",
      query2 === null ? "" : `?${query2}`,
      ref === null ? "" : `#${ref}`
    ].join("");
  }
};

// src/lib/intents.ts
var INTENT = "android.content.Intent";
var STRING = "()Ljava/lang/String;";
var LONGEST = 2048;
function actionOf(jni2, intent2) {
  return asks(jni2, intent2) ? textOf(jni2, intent2, "getAction") : null;
}
function partsOf(jni2, intent2) {
  if (!asks(jni2, intent2))
    return [];
  return [textOf(jni2, intent2, "getAction"), textOf(jni2, intent2, "getDataString"), targetOf(jni2, intent2), textOf(jni2, intent2, "getType")].map((part) => part ?? "");
}
function asks(jni2, intent2) {
  return !intent2.isNull() && className(jni2, intent2) === INTENT;
}
function textOf(jni2, intent2, getter) {
  return jni2.attempt(() => {
    const text = jni2.callObject(intent2, method(jni2, INTENT, getter, STRING));
    return text.isNull() ? null : jni2.string(text, LONGEST);
  });
}
function targetOf(jni2, intent2) {
  const component = jni2.attempt(() => {
    const name2 = jni2.callObject(intent2, method(jni2, INTENT, "getComponent", "()Landroid/content/ComponentName;"));
    if (name2.isNull())
      return null;
    const text = jni2.callObject(name2, method(jni2, "android.content.ComponentName", "flattenToShortString", STRING));
    return jni2.string(text, LONGEST);
  });
  return component ?? textOf(jni2, intent2, "getPackage");
}

// src/lib/names.ts
var TEXT = "java.lang.String";
var INTENT2 = "android.content.Intent";
function named(plan, method2) {
  if (plan.names.length === 0)
    return null;
  const index = plan.name_arg;
  const type = method2.argumentTypes[index];
  if (type === void 0)
    return () => false;
  const names = new Set(plan.names);
  const lengths = new Set(plan.names.map((name2) => name2.length));
  const longest = Math.max(...lengths);
  const fits2 = (jni2, text) => !text.isNull() && lengths.has(jni2.stringLength(text)) && names.has(jni2.string(text, longest));
  switch (typeName(type)) {
    case TEXT:
      return (call) => fits2(call.jni, call.handle(index));
    case `${TEXT}[]`:
      return (call) => call.jni.attempt(() => anyOf(call.jni, call.handle(index), fits2)) ?? false;
    case INTENT2:
      return (call) => names.has(actionOf(call.jni, call.handle(index)) ?? "");
    default:
      return (call) => names.has(call.arg(index));
  }
}
var MOST_NAMES = 256;
function anyOf(jni2, array2, fits2) {
  if (array2.isNull())
    return false;
  const length = Math.min(jni2.arrayLength(array2), MOST_NAMES);
  for (let i = 0; i < length; i++) {
    const text = jni2.arrayItem(array2, i);
    const found = fits2(jni2, text);
    jni2.deleteLocal(text);
    if (found)
      return true;
  }
  return false;
}

// src/lib/call.ts
var Target = class {
  plan;
  hook;
  replaced;
  around;
  handed;
  api;
  label;
  sited;
  cls;
  method;
  handle;
  parameters;
  returnType;
  argumentTypes;
  detail;
  settings;
  alone = true;
  family = NONE2;
  callers = /* @__PURE__ */ new Set();
  /** Runs after a call of this row was counted: its objects may be listeners of other rows. */
  handsOver = null;
  names;
  constructor(plan, hook, replaced, around, handed = null) {
    this.plan = plan;
    this.hook = hook;
    this.replaced = replaced;
    this.around = around;
    this.handed = handed;
    this.api = plan.api;
    this.label = replaced.label;
    this.sited = hook.sited !== false;
    this.cls = replaced.cls;
    this.method = replaced.method;
    this.handle = replaced.handle;
    this.parameters = replaced.parameters;
    this.returnType = replaced.returnType;
    this.argumentTypes = replaced.argumentTypes;
    this.settings = around.settings;
    this.detail = plan.hot ? Math.min(this.settings.detail, HOT_DETAIL) : this.settings.detail;
    this.names = named(plan, replaced);
  }
  get name() {
    return this.api;
  }
  enter(values, tid) {
    let begun = null;
    try {
      const call = new Call(this, values, tid);
      begun = call;
      const { hook } = this;
      if (this.names !== null && !this.names(call))
        return null;
      if (hook.selects !== void 0 && !guarded(tid, () => hook.selects?.(call) ?? true))
        return null;
      if (this.handed !== null) {
        const registration = this.handed.find(call.jni, call.self);
        if (registration === void 0)
          return null;
        call.registration = registration;
      }
      if (this.sited) {
        call.key = this.around.stacks.identify(call.jni, this);
        if (call.key === DELEGATED)
          return null;
      }
      const counter = this.around.counters.of(this, call);
      call.counter = counter;
      call.n = counter.enter(call.t);
      call.detailed = hook.entered === void 0 && call.n <= this.detail;
      if (hook.entered !== void 0 || call.detailed)
        detail(call);
      if (this.handsOver !== null)
        this.handsOver(call);
      if (call.registration !== null)
        call.ended = this.around.during(tid, call.registration);
      return call;
    } catch (error) {
      failedAt(this.api, begun?.jni, "entry", error);
      return begun !== null && begun.n > 0 ? begun : null;
    }
  }
};
var HOT_DETAIL = 4;
var Call = class {
  target;
  values;
  tid;
  t = Date.now();
  jni;
  n = 0;
  key = 0;
  detailed = false;
  args = [];
  counter = NOBODY2;
  /** Where the object that this is called on was handed over, if that is how it comes to be called. */
  registration = null;
  /** What was delivered, read before the app has it. */
  value = null;
  ended = null;
  constructor(target, values, tid) {
    this.target = target;
    this.values = values;
    this.tid = tid;
    this.jni = new Jni(values[0]);
  }
  get self() {
    return this.values[1];
  }
  get delivered() {
    return this.registration !== null;
  }
  /** The text of an argument; an empty one when the overload has no such argument. */
  arg(index) {
    const type = this.target.argumentTypes[index];
    if (type === void 0)
      return "";
    return convert(this.jni, type, this.values[index + 2], this.target.settings.maxValue)?.text ?? "null";
  }
  handle(index) {
    return this.values[index + 2];
  }
  frames() {
    return this.target.around.stacks.frames(this.jni, this.target);
  }
  origin() {
    return this.registration ?? this.target.around.origin(this.jni, this.tid);
  }
  returned(value) {
    this.ended?.();
    if (this.detailed)
      guarded(this.tid, () => {
        finishReturned(this, value);
      });
  }
  threw(throwable) {
    this.ended?.();
    this.counter.fail();
    if (this.detailed)
      report(this, this.value, describe(this.jni, throwable, this.target.settings.maxValue));
  }
};
var NOBODY2 = new Counter("", "", "", /* @__PURE__ */ new Set());
function detail(call) {
  const { target, jni: jni2, tid } = call;
  guarded(tid, () => {
    const done = framed(jni2, () => {
      if (!call.detailed) {
        target.hook.entered?.(call);
        return;
      }
      call.args = (target.hook.args ?? keptArgs)(call);
      const { value_arg } = target.plan;
      const type = target.argumentTypes[value_arg];
      if (type !== void 0)
        call.value = valueOf(call, type, call.values[value_arg + 2]);
    });
    if (done !== null)
      failedAt(target.api, void 0, "arguments", done);
  });
}
function finishReturned(call, value) {
  let result = null;
  const failure = framed(call.jni, () => {
    result = outcome(call, value);
  });
  if (failure !== null)
    failedAt(call.target.api, void 0, "result", failure);
  report(call, result, null);
}
function outcome(call, value) {
  const { plan, hook, returnType } = call.target;
  if (plan.value_arg >= 0)
    return call.value;
  if (plan.method === "$init")
    return hook.result?.(call, call.self) ?? null;
  if (returnType.type === "void")
    return null;
  return valueOf(call, returnType, value);
}
function valueOf(call, type, value) {
  const { hook, settings } = call.target;
  if (type.type === "pointer") {
    if (value.isNull())
      return null;
    if (hook.result !== void 0)
      return hook.result(call, value);
  }
  return convert(call.jni, type, value, settings.maxValue);
}
function report(call, result, error) {
  const { target } = call;
  emit({
    k: "call",
    t: call.t,
    api: target.plan.api,
    overload: target.label,
    site: call.counter.site,
    thread: threadName(call.jni),
    tid: call.tid,
    n: call.n,
    args: call.args,
    result: result?.text ?? null,
    result_length: result?.length ?? 0,
    result_hash: result?.hash ?? "",
    items: result?.items ?? null,
    error
  });
}
function keptArgs(call) {
  return call.target.plan.kept_args.filter((index) => index < call.target.argumentTypes.length).map((index) => call.arg(index));
}
var currentThread = NULL;
var getName = NULL;
function prepareCalls(jni2) {
  const owner = cls(jni2, "java.lang.Thread");
  currentThread = jni2.staticMethodId(owner, "currentThread", "()Ljava/lang/Thread;");
  getName = method(jni2, "java.lang.Thread", "getName", "()Ljava/lang/String;");
}
function threadName(jni2) {
  return jni2.attempt(() => {
    const thread = jni2.callStaticObject(cls(jni2, "java.lang.Thread"), currentThread);
    return jni2.string(jni2.callObject(thread, getName), 128);
  }) ?? "";
}

// src/crypto/bytes.ts
var MOST_BYTES2 = 32 * 1024;
var FIRST = 256;
var SOURCE3 = `
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void encode (const unsigned char * in, int n, char * out)
{
  int i;
  for (i = 0; i + 2 < n; i += 3)
  {
    *out++ = letters[in[i] >> 2];
    *out++ = letters[((in[i] & 3) << 4) | (in[i + 1] >> 4)];
    *out++ = letters[((in[i + 1] & 15) << 2) | (in[i + 2] >> 6)];
    *out++ = letters[in[i + 2] & 63];
  }
  if (i < n)
  {
    int second = (i + 1 < n) ? in[i + 1] : 0;
    *out++ = letters[in[i] >> 2];
    *out++ = letters[((in[i] & 3) << 4) | (second >> 4)];
    *out++ = (i + 1 < n) ? letters[(second & 15) << 2] : '=';
    *out++ = '=';
  }
  *out = 0;
}
`;
var compiled2 = null;
function base64(bytes, count) {
  if (count === 0)
    return "";
  if (compiled2 === null) {
    const module = new CModule(SOURCE3);
    const encode = new NativeFunction(module.encode, "void", ["pointer", "int", "pointer"]);
    compiled2 = { module, encode };
  }
  const out = Memory.alloc(Math.ceil(count / 3) * 4 + 1);
  compiled2.encode(bytes, count, out);
  return out.readCString() ?? "";
}
var Taken = class _Taken {
  limit;
  size = 0;
  kept = 0;
  bytes = NULL;
  room = 0;
  constructor(limit) {
    this.limit = limit;
  }
  get whole() {
    return this.kept === this.size;
  }
  /** Add what stands in a span; what is beyond the bound is only counted. */
  add(jni2, span) {
    const count = Math.min(span.length, this.limit - this.kept);
    const at = this.take(span.length, count);
    if (count <= 0)
      return;
    if ("array" in span)
      jni2.bytesInto(span.array, span.start, count, at);
    else
      Memory.copy(at, span.memory, count);
  }
  addByte(value) {
    const count = Math.min(1, this.limit - this.kept);
    const at = this.take(1, count);
    if (count > 0)
      at.writeU8(value & 255);
  }
  /** Count bytes without keeping any of them. */
  skip(length) {
    this.size += length;
  }
  /** Forget what came after there were so many. */
  backTo(kept, size) {
    this.kept = kept;
    this.size = size;
  }
  clear() {
    this.size = 0;
    this.kept = 0;
    this.room = 0;
    this.bytes = NULL;
  }
  fork() {
    const other = new _Taken(this.limit);
    other.size = this.size;
    other.kept = this.kept;
    other.grow(this.kept);
    if (this.kept > 0)
      Memory.copy(other.bytes, this.bytes, this.kept);
    return other;
  }
  text() {
    return base64(this.bytes, this.kept);
  }
  /** Make room and take it at once: another thread may come while the VM copies. */
  take(length, count) {
    this.size += length;
    if (count <= 0)
      return NULL;
    this.grow(this.kept + count);
    const at = this.bytes.add(this.kept);
    this.kept += count;
    return at;
  }
  grow(size) {
    if (size <= this.room)
      return;
    this.room = Math.min(Math.max(size, 2 * this.room, FIRST), Math.max(this.limit, size));
    const larger = Memory.alloc(this.room);
    if (this.kept > 0 && !this.bytes.isNull())
      Memory.copy(larger, this.bytes, Math.min(this.kept, size));
    this.bytes = larger;
  }
};
function partOf(jni2, array2, start, length) {
  if (array2.isNull())
    return null;
  const size = jni2.arrayLength(array2);
  const count = length ?? size - start;
  return start < 0 || count < 0 || start + count > size ? null : { array: array2, start, length: count };
}
var BUFFER = "java.nio.ByteBuffer";
var fields = /* @__PURE__ */ new Map();
function field(jni2, owner, name2, type) {
  const key = `${owner}.${name2}`;
  let found = fields.get(key);
  if (found === void 0) {
    found = jni2.fieldId(cls(jni2, owner), name2, type);
    fields.set(key, found);
  }
  return found;
}
function positionOf(jni2, buffer) {
  return jni2.callInt(buffer, method(jni2, "java.nio.Buffer", "position", "()I"));
}
function limitOf(jni2, buffer) {
  return jni2.callInt(buffer, method(jni2, "java.nio.Buffer", "limit", "()I"));
}
function bufferPart(jni2, buffer, start, length) {
  if (buffer.isNull())
    return null;
  const count = length ?? limitOf(jni2, buffer) - start;
  if (count < 0)
    return null;
  const memory = jni2.directAddress(buffer);
  if (!memory.isNull())
    return { memory: memory.add(start), length: count };
  const fields2 = jni2.attempt(() => [field(jni2, BUFFER, "hb", "[B"), field(jni2, BUFFER, "offset", "I")]);
  const array2 = fields2 !== null ? jni2.getObject(buffer, fields2[0]) : jni2.callObject(buffer, method(jni2, BUFFER, "array", "()[B"));
  const offset = fields2 !== null ? jni2.getInt(buffer, fields2[1]) : jni2.callInt(buffer, method(jni2, BUFFER, "arrayOffset", "()I"));
  return partOf(jni2, array2, offset + start, count);
}

// src/crypto/kinds.ts
var LONGEST2 = 128;
var TEXT2 = "()Ljava/lang/String;";
var PLATFORM2 = /* @__PURE__ */ new Set([
  "javax.crypto.Cipher",
  "javax.crypto.Mac",
  "java.security.MessageDigest",
  "java.security.Signature"
]);
var NAMES = {
  SM2Engine: "SM2",
  Sm2Key: "SM2",
  Sm3: "SM3",
  Sm3Hmac: "HMAC-SM3",
  Sm4Cbc: "SM4/CBC",
  Sm4Ctr: "SM4/CTR"
};
function algorithmOf(call) {
  const { jni: jni2, self, target } = call;
  if (PLATFORM2.has(target.cls)) {
    return textOf2(jni2, jni2.callObject(self, method(jni2, target.cls, "getAlgorithm", TEXT2)));
  }
  const own = target.cls.slice(target.cls.lastIndexOf(".") + 1);
  return NAMES[own] ?? jni2.attempt(() => named2(jni2, self)) ?? jni2.attempt(() => underlying(call)) ?? own;
}
function named2(jni2, object) {
  return textOf2(jni2, jni2.callObject(object, jni2.methodId(jni2.classOf(object), "getAlgorithmName", TEXT2)));
}
function underlying({ jni: jni2, self, target }) {
  const root = target.cls.replace(/\.crypto\..*$/, "").replace(/\./g, "/");
  const get = jni2.methodId(jni2.classOf(self), "getUnderlyingCipher", `()L${root}/crypto/BlockCipher;`);
  return named2(jni2, jni2.callObject(self, get));
}
function textOf2(jni2, text) {
  return text.isNull() ? "" : jni2.string(text, LONGEST2);
}
var MODES = [null, "encrypt", "decrypt", "encrypt", "decrypt"];
function modeSet(call) {
  const types = call.target.replaced.types;
  if (types[0] === "int")
    return MODES[Number(call.values[2])] ?? null;
  const flag = types.indexOf("boolean");
  return flag < 0 ? null : Number(call.values[flag + 2]) !== 0 ? "encrypt" : "decrypt";
}
function operationOf(call, family) {
  if (family !== "cipher")
    return family;
  const { jni: jni2, self, target } = call;
  switch (target.method) {
    case "encrypt":
      return "encrypt";
    case "decrypt":
      return "decrypt";
    default:
  }
  if (target.cls === "javax.crypto.Cipher")
    return jni2.attempt(() => MODES[jni2.getInt(self, field(jni2, target.cls, "opmode", "I"))]) ?? null;
  if (target.cls.endsWith("Ctr"))
    return "encrypt";
  const mode = jni2.attempt(() => jni2.getInt(self, jni2.fieldId(jni2.classOf(self), "mode", "I")));
  return mode === null ? null : mode === 1 ? "encrypt" : "decrypt";
}
function macLength({ jni: jni2, self }) {
  return jni2.callInt(self, method(jni2, "javax.crypto.Mac", "getMacLength", "()I"));
}
var PUBLIC_KEY = /^(?:RSA|SM2|ECIES|ElGamal)/i;
var KEY_SIZES = /* @__PURE__ */ new Set([16, 24, 32]);
function isKey(algorithm, data) {
  if (data === null || !PUBLIC_KEY.test(algorithm) || !KEY_SIZES.has(data.size) || !data.whole)
    return false;
  try {
    return CONTROLS.test(data.bytes.readUtf8String(data.kept) ?? "");
  } catch {
    return true;
  }
}
var CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f]/;

// src/crypto/sums.ts
var KNOWN = {
  "MD5": "md5",
  "SHA": "sha1",
  "SHA1": "sha1",
  "SHA-1": "sha1",
  "SHA256": "sha256",
  "SHA-256": "sha256",
  "SHA384": "sha384",
  "SHA-384": "sha384",
  "SHA512": "sha512",
  "SHA-512": "sha512"
};
function fits(algorithm, { input, output }) {
  const type = KNOWN[algorithm.toUpperCase()];
  if (type === void 0 || !input.whole || !output.whole)
    return null;
  const sum = new Checksum(type);
  add2(sum, input);
  return sum.getString() === hexOf(output);
}
function digestOf(operation, algorithm, { input, output }) {
  const sum = new Checksum("sha256");
  sum.update(`${operation} ${algorithm} ${input.size} ${input.kept} ${output.size} `);
  add2(sum, input);
  add2(sum, output);
  return sum.getString();
}
function add2(sum, { bytes, kept }) {
  const data = kept > 0 ? bytes.readByteArray(kept) : null;
  if (data !== null)
    sum.update(data);
}
function hexOf({ bytes, kept }) {
  const data = kept > 0 ? bytes.readByteArray(kept) : null;
  if (data === null)
    return "";
  return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// src/crypto/callers.ts
var MOST_KNOWN2 = 2e4;
var MACHINERY = new RegExp(`^(?:${[
  "sun\\.security\\.",
  "com\\.sun\\.crypto\\.",
  "com\\.sun\\.net\\.ssl\\.",
  "javax\\.net\\.ssl\\.",
  "java\\.util\\.jar\\.",
  "java\\.util\\.zip\\.",
  "java\\.util\\.UUID$",
  "java\\.io\\.ObjectStreamClass",
  "java\\.lang\\.ClassLoader",
  "java\\.net\\.URLClassLoader",
  "jdk\\.internal\\.(?:loader|net)\\.",
  "dalvik\\.system\\.",
  "java\\.security\\.(?:SecureRandom|KeyStore|SecureClassLoader|KeyPairGenerator|cert\\.)",
  "javax\\.crypto\\.(?:EncryptedPrivateKeyInfo|KeyAgreement|KeyGenerator|SecretKeyFactory|JceSecurity|JarVerifier)",
  "com\\.android\\.org\\.(?:conscrypt|bouncycastle)\\.",
  "android\\.security\\.",
  "android\\.util\\.apk\\.",
  "(?:com\\.google\\.android\\.gms\\.)?org\\.conscrypt\\.",
  "org\\.(?:bouncycastle|spongycastle)\\.(?:jsse|tls)\\.",
  "org\\.(?:bouncycastle|spongycastle)\\.crypto\\.(?:agreement\\.|generators\\.|macs\\.|prng\\.|tls\\.|signers\\.HMacDSAKCalculator)",
  "com\\.tencent\\.kona\\.(?:sun\\.security\\.)?ssl\\."
].join("|")})`);
var PLATFORM3 = new RegExp("^(?:android|java|javax|jdk|sun|dalvik|libcore)\\.|^com\\.sun\\.|^com\\.android\\.(?:internal|okhttp|org)\\.");
var Callers = class {
  known = /* @__PURE__ */ new Map();
  isApp(key, frames) {
    const known = this.known.get(key);
    if (known !== void 0)
      return known;
    const found = key === UNKNOWN || byApp(frames());
    if (this.known.size >= MOST_KNOWN2)
      this.known.clear();
    this.known.set(key, found);
    return found;
  }
};
function byApp(frames) {
  for (const { cls: cls2 } of frames) {
    if (MACHINERY.test(cls2))
      return false;
    if (!PLATFORM3.test(cls2))
      return true;
  }
  return true;
}

// src/crypto/flood.ts
var AT_ONCE = 2e3;
var EACH_S = 10;
var TOLD = 10;
var SEEN_AGAIN = 1;
var BYTES_S = 4 * 1024 * 1024;
var MOST_KNOWN3 = 2e4;
var REPORT_MS = 1e3;
var Flood = class {
  where;
  sites = /* @__PURE__ */ new Map();
  known = /* @__PURE__ */ new Set();
  second = 0;
  bytes = 0;
  dropped = 0;
  reported = 0;
  constructor(where) {
    this.where = where;
    onFlush((last) => {
      this.report(last);
    });
  }
  /** Whether an operation at this site may be told now. */
  open(counter, now) {
    const site = this.sites.get(counter);
    if (site === void 0)
      return true;
    site.left = Math.min(AT_ONCE, site.left + Math.max(0, now - site.at) * EACH_S / 1e3);
    site.at = now;
    return site.left >= TOLD;
  }
  /** Whether these bytes are told: not twice the same, not more than a second's share. */
  takes(counter, now, digest5, bytes) {
    const site = this.sites.get(counter) ?? { left: AT_ONCE, at: now };
    this.sites.set(counter, site);
    const name2 = `${counter.api} ${counter.site} ${digest5}`;
    if (this.known.has(name2)) {
      site.left -= SEEN_AGAIN;
      return false;
    }
    const second = Math.floor(now / 1e3);
    if (second !== this.second) {
      this.second = second;
      this.bytes = 0;
    }
    if (this.bytes + bytes > BYTES_S) {
      this.drop();
      return false;
    }
    this.bytes += bytes;
    site.left -= TOLD;
    if (this.known.size >= MOST_KNOWN3)
      this.known.clear();
    this.known.add(name2);
    return true;
  }
  /** An operation was counted, and its bytes were not taken. */
  drop(count = 1) {
    this.dropped += count;
  }
  report(last) {
    const now = Date.now();
    if (this.dropped === 0 || !last && now - this.reported < REPORT_MS)
      return;
    this.reported = now;
    const dropped2 = this.dropped;
    this.dropped = 0;
    emit({ k: "problem", t: now, where: this.where, message: "counted, their bytes are not told", dropped: dropped2 });
  }
};

// src/lib/objects.ts
var invoke = null;
var hashOf = NULL;
function prepareObjects(jni2) {
  const system = cls(jni2, "java.lang.System");
  hashOf = jni2.staticMethodId(system, "identityHashCode", "(Ljava/lang/Object;)I");
  invoke = bridgeEnv().staticVaMethod("int32", ["pointer"]);
}
function identityHash(jni2, object) {
  if (invoke === null)
    throw new Error("objects are not prepared");
  return invoke(jni2.env, cls(jni2, "java.lang.System"), hashOf, object);
}
var MOST_REFERENCES = 4e4;
var references = 0;
var WeakObjects = class {
  limit;
  forgot;
  buckets = /* @__PURE__ */ new Map();
  /** In the order they came; looked at from the front, a few with every new one. */
  order = /* @__PURE__ */ new Set();
  constructor(limit, forgot = () => void 0) {
    this.limit = limit;
    this.forgot = forgot;
  }
  get size() {
    return this.order.size;
  }
  get(jni2, object) {
    return this.find(jni2, object, identityHash(jni2, object))?.value;
  }
  set(jni2, object, value) {
    this.change(jni2, object, () => value);
  }
  /** Set the value of an object from the one it has. */
  change(jni2, object, fn) {
    const hash = identityHash(jni2, object);
    const known = this.find(jni2, object, hash);
    if (known !== void 0) {
      known.value = fn(known.value);
      return;
    }
    this.sweep(jni2);
    if (references >= MOST_REFERENCES) {
      this.forgot(fn(void 0));
      return;
    }
    references++;
    const entry2 = { hash, weak: jni2.weakRef(object), value: fn(void 0) };
    const bucket = this.buckets.get(hash);
    if (bucket === void 0)
      this.buckets.set(hash, [entry2]);
    else
      bucket.push(entry2);
    this.order.add(entry2);
  }
  /** Go through the living, the latest first, until `fn` says `found`; those it says are `over` are forgotten. */
  search(jni2, fn) {
    for (const entry2 of [...this.order].reverse()) {
      const object = jni2.localRef(entry2.weak);
      const answer2 = object.isNull() ? "over" : fn(object);
      jni2.deleteLocal(object);
      if (answer2 === "found")
        return entry2.value;
      if (answer2 === "over" && this.order.delete(entry2)) {
        this.drop(entry2);
        graveyard.push({ weak: entry2.weak, at: Date.now() });
      }
    }
    return void 0;
  }
  find(jni2, object, hash) {
    return this.buckets.get(hash)?.find((entry2) => this.order.has(entry2) && jni2.same(entry2.weak, object));
  }
  /** Two in front for one that comes: garbage never makes up more than the living. */
  sweep(jni2) {
    deleteReferences(jni2, SWEPT);
    for (let i = 0; i < SWEPT; i++) {
      const [oldest] = this.order;
      if (oldest === void 0)
        return;
      const dead = jni2.same(oldest.weak, NULL);
      if (!dead && this.order.size < this.limit) {
        this.order.delete(oldest);
        this.order.add(oldest);
        continue;
      }
      if (!this.order.delete(oldest))
        continue;
      this.drop(oldest);
      graveyard.push({ weak: oldest.weak, at: Date.now() });
      if (!dead)
        this.forgot(oldest.value);
    }
  }
  drop(entry2) {
    const rest = (this.buckets.get(entry2.hash) ?? []).filter((other) => other !== entry2);
    if (rest.length === 0)
      this.buckets.delete(entry2.hash);
    else
      this.buckets.set(entry2.hash, rest);
  }
};
var SWEPT = 2;
var REST_MS = 500;
var graveyard = [];
var head = 0;
function referencesWait() {
  const first = graveyard[head];
  return first !== void 0 && Date.now() - first.at >= REST_MS;
}
function deleteReferences(jni2, most = Infinity) {
  const until = Date.now() - REST_MS;
  for (let i = 0; i < most; i++) {
    const first = graveyard[head];
    if (first === void 0 || first.at > until)
      return;
    head++;
    if (head > COMPACTED) {
      graveyard.splice(0, head);
      head = 0;
    }
    references--;
    jni2.deleteWeak(first.weak);
  }
}
var COMPACTED = 1024;

// src/crypto/works.ts
var MOST_OBJECTS = 512;
var MOST_NEW_S = 2e3;
var MOST_REFUSED = 1e5;
var Work = class _Work {
  input;
  output;
  /** Direction, where `init` was seen. */
  operation = null;
  /** Not all that went in was seen: what comes out is not told. */
  blind = false;
  /** Where it was fed. */
  feeders = /* @__PURE__ */ new Set();
  /** Runs when the operation is over. */
  released = null;
  constructor(limit) {
    this.input = new Taken(limit);
    this.output = new Taken(limit);
  }
  /** The operation is over, or begins anew. */
  reset() {
    this.input.clear();
    this.output.clear();
    this.blind = false;
    this.feeders.clear();
    this.released?.();
    this.released = null;
  }
  fork(limit) {
    const other = new _Work(limit);
    other.operation = this.operation;
    other.blind = this.blind;
    other.input = this.input.fork();
    other.output = this.output.fork();
    for (const feeder of this.feeders)
      other.feeders.add(feeder);
    return other;
  }
};
var UNTOLD = 64;
var ANEW = 8;
function isIdle(feeder) {
  return feeder.untold >= UNTOLD;
}
function awake(feeder) {
  feeder.untold = UNTOLD - ANEW;
}
var Works = class {
  limit;
  gate;
  works;
  /** Identity hashes of objects whose bytes went by without being followed. */
  refused = /* @__PURE__ */ new Set();
  second = 0;
  made = 0;
  lost = false;
  constructor(limit, gate) {
    this.limit = limit;
    this.gate = gate;
    this.works = new WeakObjects(MOST_OBJECTS, (work) => {
      if (work.feeders.size === 0 && !work.blind)
        return;
      this.lost = true;
      work.released?.();
      problem("crypto", `more than ${MOST_OBJECTS} ciphers, digests and MACs at once: the oldest are forgotten`);
    });
  }
  /** Whether bytes of objects that nobody knows any more went by: what cannot be worked out again is not told then. */
  get gaps() {
    return this.lost || (this.gate?.lost ?? false);
  }
  find(jni2, object) {
    return this.works.size === 0 ? void 0 : this.works.get(jni2, object);
  }
  /** The work of an object that is fed; null where no more objects are followed. */
  of(jni2, object, now) {
    const known = this.find(jni2, object);
    if (known !== void 0)
      return known;
    if (this.isRefused(jni2, object))
      return null;
    const second = Math.floor(now / 1e3);
    if (second !== this.second) {
      this.second = second;
      this.made = 0;
    }
    if (this.made >= MOST_NEW_S) {
      this.refuse(jni2, object);
      return null;
    }
    this.made++;
    return this.put(jni2, object, this.fresh());
  }
  /** One that no object keeps: of a call that is a whole operation by itself. */
  fresh() {
    return new Work(this.limit);
  }
  /** An object's operation goes on beyond this call: every further call of it has to come here. */
  follow(jni2, object, work) {
    const { gate } = this;
    if (gate === null || work.released !== null)
      return;
    const hash = identityHash(jni2, object);
    gate.follow(hash, 1);
    work.released = () => {
      gate.follow(hash, -1);
    };
  }
  /** Whether some of what an object was fed went by without being followed. */
  isRefused(jni2, object) {
    if (this.marksNobody())
      return false;
    const hash = identityHash(jni2, object);
    return this.refused.has(hash) || (this.gate?.wasFed(hash) ?? false);
  }
  /** An object's operation is over: the next one may be followed. */
  over(jni2, object) {
    if (this.marksNobody())
      return;
    const hash = identityHash(jni2, object);
    this.refused.delete(hash);
    this.gate?.forget(hash);
  }
  /** An object was copied. */
  copied(jni2, from2, to) {
    if (this.isRefused(jni2, from2))
      this.refuse(jni2, to);
    else
      this.over(jni2, to);
    const work = this.find(jni2, from2);
    if (work !== void 0 && (work.feeders.size > 0 || work.blind)) {
      this.find(jni2, to)?.reset();
      this.follow(jni2, to, this.put(jni2, to, work.fork(this.limit)));
      return;
    }
    this.find(jni2, to)?.reset();
  }
  marksNobody() {
    return this.refused.size === 0 && (this.gate?.idle ?? true);
  }
  refuse(jni2, object) {
    if (this.refused.size >= MOST_REFUSED) {
      this.refused.clear();
      this.lost = true;
    }
    this.refused.add(identityHash(jni2, object));
  }
  put(jni2, object, work) {
    this.works.set(jni2, object, work);
    return work;
  }
};

// src/crypto/gate.ts
var MOST_SLOTS = 128;
var MOST_SITES2 = 4096;
var MOST_THREADS = 4096;
var BUCKETS = 65536;
var PROBES = 16;
var WORD = Process.pointerSize;
var SLOT = 8 * WORD;
var SITE = 32;
var CALLS = { pointer: 66, int32: 81, void: 93 };
var OTHER = 0;
var FEEDS = 1;
var ENDS = 2;
var COUNTED = 1;
var IGNORED = 2;
var SOURCE4 = `
#include <glib.h>
#include <string.h>

typedef gsize W;
typedef W (* Callback) (W, W, W, W, W, W, W);
typedef W (* CallMethod) (W env, W self, W owner, W method, W * args);
typedef gint (* CallStatic) (W env, W owner, W method, W * args);
typedef guint8 (* Check) (W env);
typedef struct { W original, owner, call, does, closed; Callback callback; W spare[2]; } Slot;
typedef struct { double key; gint slot, state; volatile gint n, errors; gint spare[2]; } Site;
typedef struct { volatile gint claimed; gint depth; W env; } Thread;

extern Slot slots[];
extern Site sites[];
extern Thread threads[];
extern gint blind[];
extern guint8 known[];
extern volatile gint running;
extern volatile gint lost;
extern void * family[];
extern const gint limit;
extern const W system_class;
extern const W hash_method;
extern double identify (void ** family, int start, int limit);
extern void thrown (int slot, void * env);

static Thread * thread_of (W env)
{
  W at = (env >> 4) * 2654435761UL;
  int i;
  for (i = 0; i < ${PROBES}; i++)
  {
    Thread * t = &threads[(at + i) & ${MOST_THREADS - 1}];
    if (t->env == env)
      return t;
    if (t->claimed == 0 && g_atomic_int_add (&t->claimed, 1) == 0)
    {
      t->env = env;
      return t;
    }
  }
  return NULL;
}

unsigned int place_of (double key, int slot)
{
  guint64 bits;
  memcpy (&bits, &key, 8);
  bits = (bits ^ (guint64) slot) * 1099511628211UL;
  return (unsigned int) (bits >> 40) & ${MOST_SITES2 - 1};
}

static Site * site_of (double key, int slot)
{
  unsigned int at = place_of (key, slot);
  int i;
  for (i = 0; i < ${PROBES}; i++)
  {
    Site * s = &sites[(at + i) & ${MOST_SITES2 - 1}];
    if (s->key == key && s->slot == slot)
      return (s->state != 0) ? s : NULL;
    if (s->slot == -1)
      return NULL;
  }
  return NULL;
}

static W * functions (W env) { return *(W **) env; }

static W original (Slot * slot, W env, W self, W * args)
{
  CallMethod call = (CallMethod) functions (env)[slot->call];
  return call (env, self, slot->owner, slot->original, args);
}

static int threw (W env)
{
  Check check = (Check) functions (env)[228];
  return check (env);
}

static W run (int i, W env, W self, W * args)
{
  Slot * slot = &slots[i];
  Thread * t = thread_of (env);
  Site * site = NULL;
  gint hash = 0;
  W result;

  if (t != NULL && slot->original != 0 && !slot->closed)
  {
    if (t->depth != 0)
    {
      result = original (slot, env, self, args);
      if (threw (env))
        thrown (i, (void *) env);
      return result;
    }
    site = site_of (identify (family, 1, limit), i);
    if (site != NULL && site->state == ${COUNTED} && slot->does != ${OTHER})
    {
      CallStatic call = (CallStatic) functions (env)[131];
      hash = call (env, system_class, hash_method, &self);
      if (known[hash & ${BUCKETS - 1}] != 0)
        site = NULL;
    }
  }

  if (t != NULL)
    t->depth++;
  if (site == NULL)
  {
    result = slot->callback (env, self, args[0], args[1], args[2], args[3], args[4]);
    if (t != NULL)
      t->depth--;
    return result;
  }
  if (slot->does == ${FEEDS} && site->state == ${COUNTED})
  {
    gint * mark = &blind[hash & ${BUCKETS - 1}];
    if (*mark != hash && *mark != 0)
      lost = 1;
    *mark = hash;
  }
  g_atomic_int_add (&site->n, 1);
  result = original (slot, env, self, args);
  t->depth--;
  if (threw (env))
  {
    g_atomic_int_add (&site->errors, 1);
    thrown (i, (void *) env);
  }
  else if (slot->does == ${ENDS} && site->state == ${COUNTED} && blind[hash & ${BUCKETS - 1}] == hash)
    blind[hash & ${BUCKETS - 1}] = 0;
  return result;
}

static W enter (int i, W env, W self, W a, W b, W c, W d, W e)
{
  W args[5];
  W result;
  args[0] = a; args[1] = b; args[2] = c; args[3] = d; args[4] = e;
  g_atomic_int_add (&running, 1);
  result = run (i, env, self, args);
  g_atomic_int_add (&running, -1);
  return result;
}

${Array.from({ length: MOST_SLOTS }, (_, i) => `W entry_${i} (W env, W self, W a, W b, W c, W d, W e) { return enter (${i}, env, self, a, b, c, d, e); }`).join("\n")}
`;
var Gate = class _Gate {
  stacks;
  flood;
  slots = Memory.alloc(MOST_SLOTS * SLOT);
  sites = Memory.alloc(MOST_SITES2 * SITE);
  threads = Memory.alloc(MOST_THREADS * 2 * WORD);
  blind = Memory.alloc(BUCKETS * 4);
  known = Memory.alloc(BUCKETS);
  cells = Memory.alloc(8 * WORD);
  code;
  placeOf;
  methods = [];
  muted = /* @__PURE__ */ new Map();
  /** Callbacks and modules the C part uses by address. */
  held = [];
  constructor(jni2, stacks, flood, { identify, limit }) {
    this.stacks = stacks;
    this.flood = flood;
    for (let i = 0; i < MOST_SITES2; i++)
      this.sites.add(i * SITE + 8).writeS32(-1);
    const system = cls(jni2, "java.lang.System");
    const thrown = new NativeCallback((slot, env) => {
      this.methods[slot]?.leave([], [env], void 0, this.stacks);
    }, "void", ["int", "pointer"]);
    this.cells.writeS32(0);
    this.cells.add(WORD).writeS32(0);
    this.cells.add(2 * WORD).writeS32(limit);
    this.cells.add(3 * WORD).writePointer(system);
    this.cells.add(4 * WORD).writePointer(jni2.staticMethodId(system, "identityHashCode", "(Ljava/lang/Object;)I"));
    this.code = new CModule(SOURCE4, {
      slots: this.slots,
      sites: this.sites,
      threads: this.threads,
      blind: this.blind,
      known: this.known,
      running: this.cells,
      lost: this.cells.add(WORD),
      limit: this.cells.add(2 * WORD),
      system_class: this.cells.add(3 * WORD),
      hash_method: this.cells.add(4 * WORD),
      family: NONE2,
      identify,
      thrown
    });
    const place = new NativeFunction(this.code.place_of, "uint", ["double", "int"]);
    this.placeOf = place;
    this.held.push(thrown, place);
    alsoRunning(() => this.cells.readS32());
    onFlush(() => {
      this.tell();
    }, "first");
  }
  /** The gate of an installation; null where the VM gives no identity of a stack to C, as ART does not. */
  static make(jni2, stacks, flood) {
    return stacks.native === void 0 ? null : new _Gate(jni2, stacks, flood, stacks.native);
  }
  /** Return what stands in a method's place: an entry before its callback, or that itself. */
  entry(method2, callback, part) {
    const call = CALLS[method2.returnType.type];
    const slot = this.methods.length;
    const entry2 = this.code[`entry_${slot}`];
    if (call === void 0 || !method2.isInstance || slot >= MOST_SLOTS || entry2 === void 0) {
      return { entry: callback, slot: -1 };
    }
    this.methods.push(method2);
    const at = this.slots.add(slot * SLOT);
    at.writePointer(NULL);
    at.add(WORD).writePointer(method2.owner);
    at.add(2 * WORD).writePointer(ptr(call));
    at.add(3 * WORD).writePointer(ptr(part === "feed" ? FEEDS : part === "end" || part === "begin" ? ENDS : OTHER));
    at.add(4 * WORD).writePointer(NULL);
    at.add(5 * WORD).writePointer(callback);
    return { entry: ptr(entry2.toString()), slot };
  }
  /** The original of a method can be called: from now on the short way is open. */
  ready(slot, original) {
    this.slots.add(slot * SLOT).writePointer(original);
  }
  /** Somebody else watches the method as well: all its calls go the long way. */
  close(slot) {
    this.slots.add(slot * SLOT + 4 * WORD).writePointer(ptr(1));
  }
  /** Calls of a site take the short way: `counter` counts them; null where nobody does. */
  mute(slot, key, part, counter, feeder = null) {
    if (slot < 0 || typeof key !== "number" || key < 0)
      return;
    const name2 = `${slot} ${key}`;
    const before = this.muted.get(name2);
    if (before !== void 0) {
      before.muted = true;
      before.at.add(12).writeS32(COUNTED);
      return;
    }
    const at = this.place(slot, key);
    if (at === null)
      return;
    at.writeDouble(key);
    at.add(8).writeS32(slot);
    at.add(12).writeS32(counter === null ? IGNORED : COUNTED);
    if (counter === null)
      return;
    const ends = part === "end" || part === "whole";
    this.muted.set(name2, { at, counter, ends, feeder, muted: true, n: 0, errors: 0 });
  }
  /** An object is followed from now on (1), or no more (-1): its calls take the long way. */
  follow(hash, by) {
    const at = this.known.add(hash & BUCKETS - 1);
    at.writeU8(Math.min(255, Math.max(0, at.readU8() + by)));
  }
  /** Whether an object was fed on the short way since its operation began. */
  wasFed(hash) {
    return this.blind.add((hash & BUCKETS - 1) * 4).readS32() === hash;
  }
  forget(hash) {
    if (this.wasFed(hash))
      this.blind.add((hash & BUCKETS - 1) * 4).writeS32(0);
  }
  /** Whether no call takes the short way. */
  get idle() {
    return this.muted.size === 0;
  }
  /** Whether two objects shared a mark, so that one of them may have lost it. */
  get lost() {
    return this.cells.add(WORD).readS32() !== 0;
  }
  place(slot, key) {
    const first = this.placeOf(key, slot);
    for (let i = 0; i < PROBES; i++) {
      const at = this.sites.add((first + i & MOST_SITES2 - 1) * SITE);
      if (at.add(8).readS32() === -1)
        return at;
    }
    return null;
  }
  /** Count what went the short way, and open sites that may tell again. */
  tell() {
    if (this.muted.size === 0)
      return;
    const now = Date.now();
    let opened3 = false;
    for (const site of this.muted.values()) {
      const n = site.at.add(16).readS32();
      const errors2 = site.at.add(20).readS32();
      const calls = n - site.n | 0;
      if (calls !== 0 || errors2 !== site.errors)
        site.counter.add(calls, errors2 - site.errors | 0, now);
      if (site.ends)
        this.flood.drop(calls);
      site.n = n;
      site.errors = errors2;
      if (!site.ends || !site.muted || !this.flood.open(site.counter, now))
        continue;
      this.open(site);
      opened3 = true;
    }
    if (!opened3)
      return;
    for (const site of this.muted.values())
      if (site.feeder !== null && site.muted)
        this.open(site);
  }
  open(site) {
    site.muted = false;
    site.at.add(12).writeS32(0);
    if (site.feeder !== null)
      awake(site.feeder);
  }
};

// src/crypto/session.ts
var sessions = /* @__PURE__ */ new WeakMap();
function session({ around }) {
  let found = sessions.get(around);
  if (found === void 0) {
    const limit = Math.min(around.settings.network.crypto, MOST_BYTES2);
    const flood = new Flood("crypto");
    const gate = limit > 0 ? Gate.make(new Jni(bridgeEnv().handle), around.stacks, flood) : null;
    found = { limit, works: new Works(limit, gate), callers: new Callers(), flood, inside: /* @__PURE__ */ new Set(), gate };
    sessions.set(around, found);
    if (limit > 0)
      watchCopies(around, found);
  }
  return found;
}
var COPIES = [
  ["java.security.MessageDigest", "clone"],
  ["java.security.MessageDigest$Delegate", "clone"],
  ["java.security.MessageDigest$Delegate$CloneableDelegate", "clone"],
  ["javax.crypto.Mac", "clone"],
  ["java.security.Signature", "clone"],
  ["java.security.Signature$Delegate", "clone"],
  ["java.security.MessageDigest", "reset"],
  ["javax.crypto.Mac", "reset"]
];
function watchCopies(around, { works }) {
  const jni2 = new Jni(bridgeEnv().handle);
  for (const [owner, name2] of COPIES) {
    let wrapper;
    try {
      wrapper = frida_java_bridge_default.use(owner);
    } catch {
      continue;
    }
    try {
      for (const one2 of overloadsOf(wrapper, name2) ?? []) {
        if (one2.holder.$className !== owner)
          continue;
        const watched = around.methods.of(one2, owner, name2, () => classOf(jni2, wrapper));
        around.methods.watch(jni2, watched, after(`${owner}.${name2}`, (at, self, value) => {
          if (name2 === "clone")
            works.copied(at, self, value);
          else {
            works.over(at, self);
            works.find(at, self)?.reset();
          }
        }));
      }
    } catch (error) {
      problem("crypto", `${owner}.${name2}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
function after(name2, fn) {
  return {
    name: name2,
    enter(values, tid) {
      return {
        returned(value) {
          const jni2 = new Jni(values[0]);
          const failure = guarded(tid, () => framed(jni2, () => {
            fn(jni2, values[1], value);
          }));
          if (failure !== null)
            problem(name2, failure);
        },
        threw: () => void 0
      };
    }
  };
}

// src/crypto/shapes.ts
var BYTES = "byte[]";
var PART = "byte[], int, int";
var BUFFER2 = "java.nio.ByteBuffer";
var NOTHING = null;
var RETURNED = { to: "returned" };
var ARRAY = { from: "array", at: 0 };
var OF_ARRAY = { from: "part", at: 0 };
function into(at, offset) {
  return { to: "array", at, offset };
}
var FED = {
  "byte": [{ from: "byte", at: 0 }, NOTHING],
  [BYTES]: [ARRAY, NOTHING],
  [PART]: [OF_ARRAY, NOTHING],
  [BUFFER2]: [{ from: "buffer", at: 0 }, NOTHING]
};
var CIPHERED = {
  "": [NOTHING, RETURNED],
  [BYTES]: [ARRAY, RETURNED],
  [PART]: [OF_ARRAY, RETURNED],
  [`${PART}, ${BYTES}`]: [OF_ARRAY, into(3, null)],
  [`${PART}, ${BYTES}, int`]: [OF_ARRAY, into(3, 4)],
  [`${BUFFER2}, ${BUFFER2}`]: [{ from: "buffer", at: 0 }, { to: "buffer", at: 1 }],
  [`${BYTES}, int`]: [NOTHING, into(0, 1)],
  [`byte, ${BYTES}, int`]: [{ from: "byte", at: 0 }, into(1, 2)]
};
var ENDED = {
  "": [NOTHING, RETURNED],
  [BYTES]: [ARRAY, RETURNED],
  [PART]: [OF_ARRAY, RETURNED],
  [`${BYTES}, int`]: [NOTHING, into(0, 1)]
};
var DIGESTED = { ...ENDED, [PART]: [NOTHING, into(0, 1)] };
var BEGUN = {};
var CIPHERS = {
  init: ["begin", BEGUN],
  reset: ["begin", BEGUN],
  update: ["feed", CIPHERED],
  processByte: ["feed", CIPHERED],
  processBytes: ["feed", CIPHERED],
  doFinal: ["end", CIPHERED],
  processBlock: ["whole", ENDED],
  encrypt: ["whole", ENDED],
  decrypt: ["whole", ENDED]
};
var DIGESTS = {
  reset: ["begin", BEGUN],
  copyIn: ["copy", BEGUN],
  update: ["feed", FED],
  digest: ["end", DIGESTED],
  doFinal: ["end", ENDED]
};
var MACS = {
  init: ["begin", BEGUN],
  reset: ["begin", BEGUN],
  update: ["feed", FED],
  doFinal: ["end", ENDED],
  generateMac: ["end", ENDED],
  // java.security.Signature; what is only checked is nobody's output.
  initSign: ["begin", BEGUN],
  initVerify: ["begin", BEGUN],
  verify: ["begin", BEGUN],
  sign: ["end", DIGESTED]
};
var FAMILIES = { cipher: CIPHERS, digest: DIGESTS, mac: MACS };
function shapeOf(family, method2, types) {
  const [does, forms] = FAMILIES[family][method2] ?? [null, BEGUN];
  if (does === null)
    return null;
  if (does === "begin" || does === "copy")
    return { does, takes: null, gives: null };
  const form = forms[types.join(", ")];
  return form === void 0 ? null : { does, takes: form[0], gives: form[1] };
}

// src/crypto/watch.ts
var CryptoWatch = class {
  target;
  family;
  name;
  shape;
  feeders = /* @__PURE__ */ new Map();
  session;
  slot = -1;
  ready = false;
  constructor(target, family) {
    this.target = target;
    this.family = family;
    this.name = target.api;
    this.session = session(target);
    this.shape = shapeOf(family, target.method, target.replaced.types);
  }
  entry(method2, callback) {
    const { gate } = this.session;
    if (gate === null || this.shape === null)
      return callback;
    const { entry: entry2, slot } = gate.entry(method2, callback, this.shape.does);
    this.slot = slot;
    return entry2;
  }
  shared() {
    if (this.slot >= 0)
      this.session.gate?.close(this.slot);
  }
  /** From now on calls from this place go by without JavaScript, and are counted where `counter` is given. */
  mute(key, counter, feeder = null) {
    const { shape, target } = this;
    if (shape === null || this.slot < 0)
      return;
    if (counter !== null && !target.around.counters.settled(target, key))
      return;
    this.session.gate?.mute(this.slot, key, shape.does, counter, feeder);
  }
  enter(values, tid) {
    const { inside: inside3, callers } = this.session;
    if (!this.ready) {
      this.ready = true;
      if (this.slot >= 0)
        this.session.gate?.ready(this.slot, this.target.replaced.originalId());
    }
    if (inside3.has(tid))
      return null;
    const { target } = this;
    const call = new Call(target, values, tid);
    call.key = target.around.stacks.identify(call.jni, target);
    if (call.key === DELEGATED)
      return null;
    inside3.add(tid);
    const visit = new Passing(this, call);
    try {
      if (callers.isApp(call.key, () => call.frames()))
        visit.begin();
      else
        this.mute(call.key, null);
    } catch (error) {
      failedAt(this.name, call.jni, "entry", error);
    }
    return visit;
  }
  feeder(counter) {
    let found = this.feeders.get(counter);
    if (found === void 0) {
      found = { untold: 0 };
      this.feeders.set(counter, found);
    }
    return found;
  }
};
var Passing = class {
  watch;
  call;
  work = null;
  counted = false;
  /** What the work's input was before this call: it is that again when the call takes nothing. */
  kept = 0;
  size = 0;
  position = 0;
  told = false;
  constructor(watch2, call) {
    this.watch = watch2;
    this.call = call;
  }
  begin() {
    const { call, watch: watch2 } = this;
    call.counter = watch2.target.around.counters.of(watch2.target, call);
    call.n = call.counter.enter(call.t);
    this.counted = true;
    const { shape } = watch2;
    if (shape === null || watch2.session.limit === 0)
      return;
    this.silently("arguments", () => {
      this.take(shape);
    });
  }
  returned(value) {
    this.watch.session.inside.delete(this.call.tid);
    const { shape } = this.watch;
    if (this.counted && shape !== null && this.watch.session.limit > 0) {
      this.silently("result", () => {
        this.give(shape, value);
      });
    }
  }
  threw(throwable) {
    this.watch.session.inside.delete(this.call.tid);
    if (!this.counted)
      return;
    this.call.counter.fail();
    this.silently("exception", () => {
      this.refused(className(this.call.jni, throwable));
    });
  }
  silently(where, fn) {
    const { jni: jni2, tid } = this.call;
    const failure = guarded(tid, () => framed(jni2, fn));
    if (failure === null)
      return;
    if (this.work !== null)
      this.work.blind = true;
    failedAt(this.watch.name, void 0, where, failure);
  }
  /** At entry: what the call is given, since it may write over it. */
  take(shape) {
    const { call, watch: watch2 } = this;
    const { works, flood } = watch2.session;
    if (shape.does === "begin" || shape.does === "copy")
      return;
    const known = shape.does === "whole" ? void 0 : works.find(call.jni, call.self);
    if (shape.does !== "feed") {
      const open = flood.open(call.counter, call.t);
      if (!open)
        watch2.mute(call.key, call.counter);
      this.told = open && !(known?.blind ?? false) && (shape.does === "whole" || !works.isRefused(call.jni, call.self));
    }
    const work = known ?? (shape.does === "feed" ? works.of(call.jni, call.self, call.t) : this.told ? works.fresh() : null);
    if (work === null)
      return;
    this.work = work;
    this.kept = work.input.kept;
    this.size = work.input.size;
    if (shape.does === "feed") {
      const feeder = watch2.feeder(call.counter);
      work.feeders.add(feeder);
      works.follow(call.jni, call.self, work);
      if (isIdle(feeder) || works.isRefused(call.jni, call.self))
        work.blind = true;
      if (isIdle(feeder))
        watch2.mute(call.key, call.counter, feeder);
    }
    if (shape.gives?.to === "buffer")
      this.position = positionOf(call.jni, call.handle(shape.gives.at));
    if (shape.takes === null)
      return;
    if (work.blind || shape.does !== "feed" && !this.told)
      return;
    if (shape.takes.from === "byte")
      work.input.addByte(Number(call.values[shape.takes.at + 2]));
    else
      this.add(shape.takes, work);
  }
  add(take, work) {
    const span = spanOf(this.call, take);
    if (span !== null)
      work.input.add(this.call.jni, span);
  }
  /** At return: what came of it. */
  give(shape, value) {
    const { call, watch: watch2, work } = this;
    if (shape.does === "begin") {
      this.initialised();
      return;
    }
    if (shape.does === "copy") {
      watch2.session.works.copied(call.jni, call.handle(0), call.self);
      return;
    }
    if (shape.does === "end")
      watch2.session.works.over(call.jni, call.self);
    if (work === null) {
      if (shape.does !== "feed")
        watch2.session.flood.drop();
      return;
    }
    const reads = !work.blind && (shape.does === "feed" || this.told);
    if (shape.gives !== null && reads) {
      const span = this.given(shape.gives, value);
      if (span !== null)
        work.output.add(call.jni, span);
    }
    if (shape.does === "feed")
      return;
    this.end(shape, work);
    work.reset();
  }
  /** A cipher or MAC begins: whatever went before is over. */
  initialised() {
    const { call, watch: watch2 } = this;
    const { works } = watch2.session;
    works.over(call.jni, call.self);
    const mode = watch2.family === "cipher" ? modeSet(call) : null;
    const own = call.target.cls === "javax.crypto.Cipher" && operationOf(call, watch2.family) !== null;
    const keep = mode !== null && !own;
    const work = keep ? works.of(call.jni, call.self, call.t) : works.find(call.jni, call.self);
    if (work === null)
      return;
    if (work === void 0) {
      watch2.mute(call.key, call.counter);
      return;
    }
    work.reset();
    if (call.target.method !== "reset")
      work.operation = mode;
  }
  given(give, value) {
    const { jni: jni2, target } = this.call;
    const type = typeName(target.returnType);
    if (give.to === "returned")
      return type === "byte[]" ? partOf(jni2, value, 0) : null;
    const count = type === "int" ? Number(value) : target.cls === "javax.crypto.Mac" ? macLength(this.call) : null;
    if (count === null)
      return null;
    if (give.to === "buffer")
      return bufferPart(jni2, this.call.handle(give.at), this.position, count);
    const offset = give.offset === null ? 0 : Number(this.call.values[give.offset + 2]);
    return partOf(jni2, this.call.handle(give.at), offset, count);
  }
  end(shape, work) {
    const { call, watch: watch2 } = this;
    const { flood, works } = watch2.session;
    if (!this.told || work.blind) {
      this.untold(work);
      return;
    }
    const set = shape.does === "whole" ? works.find(call.jni, call.self)?.operation ?? null : work.operation;
    const operation = set ?? operationOf(call, watch2.family);
    const algorithm = algorithmOf(call);
    const whole = operation === "digest" ? fits(algorithm, work) : null;
    if (operation === null || whole === false || whole === null && works.gaps && shape.does === "end") {
      flood.drop();
      return;
    }
    for (const feeder of work.feeders)
      feeder.untold = 0;
    this.tell(operation, algorithm, work);
  }
  untold(work) {
    const { flood } = this.watch.session;
    flood.drop();
    const open = flood.open(this.call.counter, this.call.t);
    for (const feeder of work.feeders)
      feeder.untold = open ? 0 : feeder.untold + 1;
  }
  tell(operation, algorithm, work) {
    const { call, watch: watch2 } = this;
    const { input, output } = work;
    const digest5 = digestOf(operation, algorithm, work);
    if (!watch2.session.flood.takes(call.counter, call.t, digest5, input.kept + output.kept))
      return;
    emit({
      k: "crypto",
      t: call.t,
      tid: call.tid,
      thread: threadName(call.jni),
      site: call.counter.site,
      api: watch2.target.api,
      operation,
      algorithm,
      input: isKey(algorithm, operation === "encrypt" ? input : null) ? "" : input.text(),
      input_size: input.size,
      output: isKey(algorithm, operation === "decrypt" ? output : null) ? "" : output.text(),
      output_size: output.size
    });
  }
  /** The call threw: what it took of what it was given. */
  refused(exception) {
    const { shape } = this.watch;
    const { work } = this;
    if (shape === null)
      return;
    if (work === null) {
      this.reinitialised(shape);
      return;
    }
    work.input.backTo(this.kept, this.size);
    const nothing = TAKES_NOTHING.test(exception) || shape.does === "feed" && TAKES_NONE_OF_IT.test(exception);
    if (nothing || this.watch.family !== "cipher")
      return;
    this.blinded(work);
  }
  reinitialised(shape) {
    const { call, watch: watch2 } = this;
    if (shape.does !== "begin")
      return;
    const work = watch2.session.works.find(call.jni, call.self);
    if (work !== void 0)
      work.blind = true;
  }
  blinded(work) {
    const { call, watch: watch2 } = this;
    if (watch2.shape?.does === "whole")
      return;
    const kept = watch2.session.works.of(call.jni, call.self, call.t);
    work.blind = true;
    if (kept === null)
      return;
    kept.blind = true;
    watch2.session.works.follow(call.jni, call.self, kept);
  }
};
var TAKES_NOTHING = new RegExp(`^(?:${[
  "javax\\.crypto\\.ShortBufferException",
  "java\\.lang\\.Illegal(?:State|Argument)Exception",
  "java\\.lang\\.NullPointerException",
  "java\\.nio\\.ReadOnlyBufferException"
].join("|")})$`);
var TAKES_NONE_OF_IT = /^org\.(?:bouncycastle|spongycastle)\.crypto\.OutputLengthException$/;
function spanOf(call, take) {
  const { jni: jni2 } = call;
  const object = call.handle(take.at);
  switch (take.from) {
    case "array":
      return partOf(jni2, object, 0);
    case "part":
      return partOf(jni2, object, Number(call.values[take.at + 3]), Number(call.values[take.at + 4]));
    case "buffer":
      return object.isNull() ? null : bufferPart(jni2, object, positionOf(jni2, object));
    default:
      return null;
  }
}

// src/hooks/crypto.ts
var cipher = { observer: (target) => new CryptoWatch(target, "cipher") };
var digest3 = { observer: (target) => new CryptoWatch(target, "digest") };
var mac = { observer: (target) => new CryptoWatch(target, "mac") };

// src/hooks/filter.ts
var FILTER = "android.content.IntentFilter";
var MOST2 = 64;
var filter = {
  args: (call) => {
    const [index] = call.target.plan.kept_args;
    const { jni: jni2 } = call;
    const actions = index === void 0 ? null : jni2.attempt(() => actionsOf(jni2, call.handle(index)));
    return actions === null ? [] : [actions.join(",")];
  }
};
function actionsOf(jni2, object) {
  if (object.isNull())
    return [];
  const count = jni2.callInt(object, method(jni2, FILTER, "countActions", "()I"));
  const args = Memory.alloc(8);
  return Array.from({ length: Math.min(count, MOST2) }, (_, i) => {
    args.writeS32(i);
    return jni2.string(jni2.callObject(object, method(jni2, FILTER, "getAction", "(I)Ljava/lang/String;"), args), 256);
  });
}

// src/hooks/generic.ts
var generic = {};

// src/hooks/hardware_address.ts
var LONGEST3 = 32;
var hardwareAddress = {
  args: (call) => {
    const name2 = call.jni.attempt(() => interfaceName(call.jni, call.self));
    return name2 === null ? [] : [name2];
  },
  result: (call, value) => {
    const length = call.jni.arrayLength(value);
    const text = Array.from(call.jni.bytes(value, Math.min(length, LONGEST3)), hex).join(":");
    return { text, length: text.length };
  }
};
function interfaceName(jni2, self) {
  const getName2 = jni2.methodId(jni2.classOf(self), "getName", "()Ljava/lang/String;");
  return jni2.string(jni2.callObject(self, getName2), 64);
}

// src/hooks/intent.ts
var intent = {
  args: (call) => {
    const [index] = call.target.plan.kept_args;
    return index === void 0 ? [] : partsOf(call.jni, call.handle(index));
  }
};

// src/hooks/mini_program.ts
var REQUEST = "com.tencent.mm.opensdk.modelbiz.WXLaunchMiniProgram$Req";
var LONGEST4 = 256;
var miniProgram = {
  selects: (call) => {
    const request = call.handle(0);
    return !request.isNull() && className(call.jni, request) === REQUEST;
  },
  args: (call) => {
    const { jni: jni2 } = call;
    const request = call.handle(0);
    return ["userName", "path"].map((field2) => jni2.attempt(() => {
      const text = jni2.getObject(request, jni2.fieldId(jni2.classOf(request), field2, "Ljava/lang/String;"));
      return text.isNull() ? "" : jni2.string(text, LONGEST4);
    }) ?? "");
  }
};

// src/hooks/permission_request.ts
var permissionRequest = {
  args: (call) => [call.arg(0)]
};

// src/hooks/process.ts
var process = {
  args: (call) => {
    const { jni: jni2 } = call;
    const text = jni2.attempt(() => {
      const command = jni2.methodId(jni2.classOf(call.self), "command", "()Ljava/util/List;");
      return objectText(jni2, jni2.callObject(call.self, command), call.target.settings.maxValue).text;
    });
    return text === null ? [] : [text];
  }
};

// src/hooks/query.ts
var WRAPPER = "android.database.CursorWrapper";
var MOST_WRAPPERS = 8;
var query = {
  result: (call, cursor) => {
    const items = call.jni.attempt(() => countOf(call.jni, cursor, MOST_WRAPPERS));
    return items === null || items < 0 ? { text: null, length: 0 } : { text: null, length: 0, items };
  }
};
function countOf(jni2, cursor, left) {
  if (left === 0 || !isPlatform(jni2, cursor, className(jni2, cursor)))
    return null;
  const wrapped = jni2.attempt(() => jni2.isInstance(cursor, cls(jni2, WRAPPER)));
  if (wrapped === true) {
    const inner = method(jni2, WRAPPER, "getWrappedCursor", "()Landroid/database/Cursor;");
    return countOf(jni2, jni2.callObject(cursor, inner), left - 1);
  }
  if (!jni2.isInstance(cursor, cls(jni2, "android.database.Cursor")))
    return null;
  return jni2.callInt(cursor, method(jni2, "android.database.Cursor", "getCount", "()I"));
}

// src/hooks/tls_stream.ts
var MOST_CONNECTIONS = 4096;
var LONGEST_HOST = 255;
var REPORT_MS2 = 1e3;
var serial = 0;
var connections = new WeakObjects(MOST_CONNECTIONS);
var inside = /* @__PURE__ */ new Set();
var beyond = 0;
var reported = 0;
var reporting = false;
var tlsStream = { observer: (target) => new StreamWatch(target) };
var StreamWatch = class {
  target;
  name;
  limit;
  constructor(target) {
    this.target = target;
    this.name = target.api;
    this.limit = target.settings.network.plain;
    if (!reporting)
      onFlush(report2);
    reporting = true;
  }
  enter(values, tid) {
    if (inside.has(tid))
      return null;
    const { target } = this;
    const call = new Call(target, values, tid);
    call.key = target.around.stacks.identify(call.jni, target);
    if (call.key === DELEGATED)
      return null;
    call.counter = target.around.counters.of(target, call);
    call.n = call.counter.enter(call.t);
    inside.add(tid);
    let engine = null;
    const failure = this.limit === 0 ? null : guarded(tid, () => framed(call.jni, () => {
      if (target.method === "wrap")
        engine = sourcesOf(call);
      else
        this.written(call);
    }));
    if (failure !== null)
      failedAt(this.name, void 0, "arguments", failure);
    return {
      returned: (value) => {
        inside.delete(tid);
        if (engine !== null && target.returnType.type === "pointer")
          this.wrapped(call, engine, value);
      },
      threw: () => {
        inside.delete(tid);
        call.counter.fail();
      }
    };
  }
  written(call) {
    const [first] = call.target.argumentTypes;
    if (first?.type === "pointer") {
      const span = spanOf2(call);
      if (span !== null && span.length > 0)
        this.pass(call, connectionOf(call.jni, call.self), span);
      return;
    }
    const one2 = Memory.alloc(1);
    one2.writeU8(Number(call.values[2]) & 255);
    this.pass(call, connectionOf(call.jni, call.self), { memory: one2, length: 1 });
  }
  /** An engine says afterwards how much it took of what it was given. */
  wrapped(call, sources, result) {
    const { jni: jni2 } = call;
    const failure = guarded(call.tid, () => framed(jni2, () => {
      if (result.isNull() || !jni2.isInstance(result, cls(jni2, RESULT)))
        return;
      let left = jni2.callInt(result, method(jni2, RESULT, "bytesConsumed", "()I"));
      for (const { index, start, length } of sources) {
        const count = Math.min(left, length);
        left -= count;
        const span = count > 0 ? bufferPart(jni2, bufferAt(call, index), start, count) : null;
        if (span !== null)
          this.pass(call, connectionOf(jni2, call.self), span);
      }
    }));
    if (failure !== null)
      failedAt(this.name, void 0, "result", failure);
  }
  pass(call, connection, span) {
    const offset = connection.sent;
    connection.sent += span.length;
    const count = Math.max(0, Math.min(span.length, this.limit - offset));
    beyond += span.length - count;
    for (let at = 0; at < count; at += MOST_BYTES2) {
      const length = Math.min(MOST_BYTES2, count - at);
      const part = new Taken(length);
      part.add(call.jni, "array" in span ? { array: span.array, start: span.start + at, length } : { memory: span.memory.add(at), length });
      this.tell(call, connection, offset + at, part);
    }
  }
  tell(call, { name: name2, host, address: address3, port }, offset, part) {
    emit({
      k: "plain",
      t: call.t,
      tid: call.tid,
      thread: threadName(call.jni),
      site: call.counter.site,
      layer: "tls",
      connection: name2,
      socket: 0,
      api: this.target.api,
      host,
      address: address3,
      port,
      out: true,
      offset,
      data: base64(part.bytes, part.kept),
      size: part.size
    });
  }
};
var RESULT = "javax.net.ssl.SSLEngineResult";
var BUFFER3 = "java.nio.ByteBuffer";
var MOST_BUFFERS = 1024;
function sourcesOf(call) {
  const { jni: jni2 } = call;
  const many = call.target.replaced.types[0] === `${BUFFER3}[]`;
  const array2 = call.handle(0);
  if (array2.isNull())
    return [];
  const size = many ? jni2.arrayLength(array2) : 1;
  const from2 = call.target.argumentTypes.length === 4 ? Number(call.values[3]) : 0;
  const count = call.target.argumentTypes.length === 4 ? Number(call.values[4]) : size;
  if (from2 < 0 || count < 0 || from2 + count > size)
    return [];
  const found = [];
  for (let index = from2; index < from2 + Math.min(count, MOST_BUFFERS); index++) {
    const buffer = bufferAt(call, index);
    if (buffer.isNull())
      continue;
    const start = positionOf(jni2, buffer);
    found.push({ index, start, length: limitOf(jni2, buffer) - start });
    if (many)
      jni2.deleteLocal(buffer);
  }
  return found;
}
function bufferAt(call, index) {
  return call.target.replaced.types[0] === BUFFER3 ? call.handle(0) : call.jni.arrayItem(call.handle(0), index);
}
function spanOf2(call) {
  const parts = call.target.argumentTypes.length === 1 ? null : [Number(call.values[3]), Number(call.values[4])];
  return parts === null ? partOf(call.jni, call.handle(0), 0) : partOf(call.jni, call.handle(0), parts[0], parts[1]);
}
function connectionOf(jni2, stream) {
  const owner = jni2.attempt(() => jni2.globalRef(outer(jni2, stream)));
  try {
    const object = owner ?? stream;
    let found = connections.get(jni2, object);
    if (found === void 0) {
      found = { name: `java-${++serial}`, ...peerOf(jni2, object), sent: 0 };
      connections.set(jni2, object, found);
    }
    return found;
  } finally {
    if (owner !== null)
      jni2.deleteGlobal(owner);
  }
}
function outer(jni2, stream) {
  const name2 = className(jni2, stream).replace(/\$SSLOutputStream$/, "").replace(/\./g, "/");
  const object = jni2.getObject(stream, jni2.fieldId(jni2.classOf(stream), "this$0", `L${name2};`));
  if (object.isNull())
    throw new Error("no outer object");
  return object;
}
function peerOf(jni2, socket) {
  const host = jni2.attempt(() => {
    const text = jni2.getObject(socket, jni2.fieldId(jni2.classOf(socket), "peerHostname", "Ljava/lang/String;"));
    return text.isNull() ? "" : jni2.string(text, LONGEST_HOST);
  });
  const asked = jni2.attempt(() => jni2.isInstance(socket, cls(jni2, "java.net.Socket")) && isPlatform(jni2, socket, className(jni2, socket)));
  if (asked !== true)
    return { host: host ?? "", address: "", port: 0 };
  const port = jni2.attempt(() => jni2.callInt(socket, method(jni2, "java.net.Socket", "getPort", "()I")));
  const address3 = jni2.attempt(() => {
    const peer = jni2.callObject(socket, method(jni2, "java.net.Socket", "getInetAddress", "()Ljava/net/InetAddress;"));
    return jni2.string(jni2.callObject(peer, method(jni2, "java.net.InetAddress", "getHostAddress", "()Ljava/lang/String;")), LONGEST_HOST);
  });
  return { host: host ?? "", address: address3 ?? "", port: Math.max(0, port ?? 0) };
}
function report2(last) {
  const now = Date.now();
  if (beyond === 0 || !last && now - reported < REPORT_MS2)
    return;
  reported = now;
  const dropped2 = beyond;
  beyond = 0;
  emit({ k: "problem", t: now, where: "tls streams", message: "bytes beyond what is taken of a connection", dropped: dropped2 });
}

// src/hooks/traffic.ts
var LONGEST5 = 8192;
var url = {
  args: (call) => [objectText(call.jni, call.self, LONGEST5).text],
  result: () => null
};
var okhttp = {
  args: (call) => [requestUrl(call)],
  result: () => null
};
function requestUrl(call) {
  const { jni: jni2 } = call;
  const request = call.handle(0);
  const text = jni2.attempt(() => {
    const httpUrl = jni2.callObject(request, jni2.methodId(jni2.classOf(request), "url", "()Lokhttp3/HttpUrl;"));
    const toString2 = jni2.methodId(jni2.classOf(httpUrl), "toString", "()Ljava/lang/String;");
    return jni2.string(jni2.callObject(httpUrl, toString2), LONGEST5);
  });
  return text ?? "";
}

// src/hooks/index.ts
var hooks = {
  answers,
  cipher,
  digest: digest3,
  filter,
  generic,
  hardware_address: hardwareAddress,
  intent,
  lifecycle,
  mac,
  mini_program: miniProgram,
  okhttp,
  permission_request: permissionRequest,
  process,
  query,
  tls_stream: tlsStream,
  url
};

// src/native/modules.ts
var map = new ModuleMap();
var number = 0;
function moduleAt(address3) {
  return map.find(address3);
}
function lookAround() {
  map.update();
  number++;
}
function heardOf(module) {
  if (map.has(module.base))
    return;
  map.update();
  number++;
}
function generation() {
  return number;
}

// src/native/filter.ts
var Kind = {
  /** Every call. */
  any: 0,
  /** A path that one of the globs fits. */
  path: 1,
  /** A text that equals one of a list. */
  name: 2,
  /** As `name`; what is returned stands for that name in `held` and `heard`. */
  found: 3,
  /** A pointer that a `found` call returned. */
  held: 4,
  /** As `held`; the value arrives at a callback. */
  heard: 5,
  /** A number that equals one of a list. */
  number: 6,
  /** `syscall` of open or openat with a path as for `path`. */
  syscall: 7,
  /** `socket` of the netlink family: its descriptor is remembered. */
  netlink: 8,
  /** A request sent through a remembered netlink socket. */
  request: 9,
  /** As `request`, with the message in a `struct msghdr`. */
  message: 10,
  /** Bytes read from the descriptor of an opened file that is being followed. */
  read: 11,
  close: 12,
  closeStream: 13,
  /** Never returns when it succeeds: told before it runs. */
  exec: 14
};
var MOST_ENTRIES = 64;
var MOST_DESCRIPTORS = 4096;
var MOST_RANGES = 32;
var HOOK = { kind: 0, at: 1, wanted: 2, original: 3, own: 4, pointer: 5, trapped: 6, words: 7 };
var CALL = { hook: 0, frame: 1, caller: 2, result: 3, error: 4, text: 5, value: 6, elapsed: 7, args: 8 };
var ARGUMENTS = 6;
var FILE = 1;
var entries = Array.from({ length: MOST_ENTRIES }, (_, i) => `gsize entry_${i} (W a, W b, W c, W d, W e, W f)
{ return pass (${i}, (W *) __builtin_frame_address (0), (W) __builtin_return_address (0), a, b, c, d, e, f); }`).join("\n");
var SOURCE5 = `
#include <glib.h>
#include <string.h>
#include <gum/guminterceptor.h>
#include <gum/gumprocess.h>

typedef gsize W;
typedef W (* Function) (W, W, W, W, W, W);
typedef struct { W kind, at; const void * wanted; Function original; W own, pointer, trapped; } Hook;
typedef struct { W hook, frame, caller, result, error, text, value, elapsed, args[${ARGUMENTS}]; } Call;
typedef void (* Listener) (void *, const char *, const char *, guint32);
typedef struct { Listener listener; void * cookie; char value[1024]; } Heard;

extern Hook hooks[];
extern guint8 descriptors[];
extern W ranges[];
extern W found[];
extern volatile gint running;
extern const gint process;
extern const W open_number, openat_number;
extern gint getpid (void);
extern gint fileno (void * stream);
extern void content (gint descriptor, const void * bytes, gint count);
extern void closed (gint descriptor);

#define FOUND 256
#define DESCRIPTORS ${MOST_DESCRIPTORS}
#define LONGEST 512
#define BAD_ADDRESS 14

/* JavaScript listens here. First of all functions. */
void gate (Call * call) {}

/* Tells at install where an entry's frame stands below the caller's stack pointer. */
W probe (void) { return (W) __builtin_frame_address (0); }

static int is_digit (char c) { return c >= '0' && c <= '9'; }

/* "*" fits within one part of a path, "**" the rest of it, "#" the number of another process. */
static int fits (const char * glob, const char * path)
{
  for (; *glob != 0; glob++)
  {
    if (*glob == '*')
    {
      if (glob[1] == '*') return 1;
      for (;; path++)
      {
        if (fits (glob + 1, path)) return 1;
        if (*path == 0 || *path == '/') return 0;
      }
    }
    if (*glob == '#')
    {
      gint number = 0;
      if (!is_digit (*path)) return 0;
      for (; is_digit (*path) && number < 100000000; path++) number = number * 10 + (*path - '0');
      if (is_digit (*path) || number == getpid ()) return 0;
      continue;
    }
    if (*glob != *path) return 0;
    path++;
  }
  return *path == 0;
}

/* Collapse "//", "/./" and "/x/../"; 0 where the result would not fit. */
static int plain (const char * path, char * out)
{
  int n = 0;
  while (*path != 0)
  {
    if (*path == '/')
    {
      while (path[1] == '/' || (path[1] == '.' && (path[2] == '/' || path[2] == 0))) path += path[1] == '/' ? 1 : 2;
      if (path[1] == '.' && path[2] == '.' && (path[3] == '/' || path[3] == 0))
      {
        while (n > 0 && out[--n] != '/') ;
        path += 3;
        continue;
      }
    }
    if (n + 1 >= LONGEST) return 0;
    out[n++] = *path++;
  }
  out[n] = 0;
  return 1;
}

/* Paths are told apart by their second and third character before a glob is tried. */
typedef struct { guint8 starts[8192]; const char * globs[1]; } Paths;

/* Which glob fits, from 1; 0 for none. */
static W path_fits (const Paths * paths, const char * path)
{
  char copy[LONGEST];
  const char * const * glob;
  guint key;
  if ((W) path < 65536 || path[0] != '/') return 0;
  key = (guint8) path[1];
  if (key == 0) return 0;
  if (key != '/' && key != '.')
  {
    key |= (guint) (guint8) path[2] << 8;
    if ((paths->starts[key >> 3] & (1 << (key & 7))) == 0) return 0;
  }
  if (!plain (path, copy)) return 0;
  for (glob = paths->globs; *glob != NULL; glob++)
    if ((*glob)[1] == copy[1] && fits (*glob, copy)) return (W) (glob - paths->globs) + 1;
  return 0;
}

static W name_index (const char * const * names, const char * name)
{
  W i;
  if ((W) name < 65536) return 0;
  for (i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0) return i + 1;
  return 0;
}

static void keep_found (W pointer, W name)
{
  W i, slot = (pointer >> 2) % FOUND;
  for (i = 0; i < FOUND; i++, slot = (slot + 1) % FOUND)
  {
    if (found[2 * slot] != 0 && found[2 * slot] != pointer) continue;
    found[2 * slot + 1] = name;
    found[2 * slot] = pointer;
    return;
  }
}

static W find_found (W pointer)
{
  W i, slot = (pointer >> 2) % FOUND;
  for (i = 0; i < FOUND && found[2 * slot] != 0; i++, slot = (slot + 1) % FOUND)
    if (found[2 * slot] == pointer) return found[2 * slot + 1];
  return 0;
}

static int has_number (const W * numbers, guint32 number)
{
  /* The first word counts them. */
  W i;
  for (i = 1; i <= numbers[0]; i++)
    if ((guint32) numbers[i] == number) return 1;
  return 0;
}

/* The C library, the VM and ourselves: what they call is a part of what was asked of them. */
static int is_internal (W caller)
{
  W * range;
  for (range = ranges; range[1] != 0; range += 2)
    if (caller >= range[0] && caller < range[1]) return 1;
  return 0;
}

static void hear (Heard * heard, const char * name, const char * value, guint32 serial)
{
  W i;
  for (i = 0; i + 1 < sizeof (heard->value) && value[i] != 0; i++) heard->value[i] = value[i];
  heard->value[i] = 0;
  heard->listener (heard->cookie, name, value, serial);
}

static const guint8 * request_of (W kind, W argument)
{
  /* struct msghdr: name, its length, then the vector of buffers. */
  if (kind == ${Kind.message}) return *(const guint8 **) ((W *) argument)[2];
  return (const guint8 *) argument;
}

static int selects (const Hook * hook, Call * call, gint error)
{
  /* What the kernel could not read through may not be there. */
  int refused = error == BAD_ADDRESS && (hook->pointer ? call->result == 0 : (gint) call->result == -1);
  switch (hook->kind)
  {
    case ${Kind.any}: return 1;
    case ${Kind.path}:
      call->text = call->args[hook->at];
      if (!refused) call->value = path_fits (hook->wanted, (const char *) call->text);
      return call->value != 0;
    case ${Kind.syscall}:
      if (call->args[0] != open_number && call->args[0] != openat_number) return 0;
      call->text = call->args[call->args[0] == openat_number ? 2 : 1];
      if (!refused) call->value = path_fits (hook->wanted, (const char *) call->text);
      return call->value != 0;
    case ${Kind.name}:
      call->text = call->args[hook->at];
      return name_index (hook->wanted, (const char *) call->text) != 0;
    case ${Kind.found}:
    {
      W name = name_index (hook->wanted, (const char *) call->args[hook->at]);
      if (name == 0) return 0;
      if (call->result != 0) keep_found (call->result, (W) ((const char * const *) hook->wanted)[name - 1]);
      call->text = call->args[hook->at];
      return 1;
    }
    case ${Kind.held}:
      call->text = find_found (call->args[0]);
      return call->text != 0;
    case ${Kind.number}: return has_number (hook->wanted, (guint32) call->args[hook->at]);
    case ${Kind.request}:
    case ${Kind.message}:
      if (refused || call->args[0] >= DESCRIPTORS || descriptors[call->args[0]] != 2) return 0;
      call->value = ((const guint16 *) request_of (hook->kind, call->args[1]))[2];
      return has_number (hook->wanted, (guint32) call->value);
  }
  return 0;
}

/* What follows what was opened; never an event itself. */
static void follow (const Hook * hook, W result, W descriptor, W second, W third)
{
  if (hook->kind == ${Kind.netlink})
  {
    if ((gint) result >= 0 && result < DESCRIPTORS && (guint32) descriptor == 16 && (guint32) third == 0) descriptors[result] = 2;
    return;
  }
  if (descriptor < DESCRIPTORS && descriptors[descriptor] == ${FILE} && (gssize) result > 0)
    content ((gint) descriptor, (const void *) second, (gint) result);
}

static void end_follow (W descriptor)
{
  guint8 mark;
  if (descriptor >= DESCRIPTORS) return;
  mark = descriptors[descriptor];
  descriptors[descriptor] = 0;
  if (mark == ${FILE}) closed ((gint) descriptor);
}

static W pass (W i, W * frame, W caller, W a, W b, W c, W d, W e, W f)
{
  Hook * hook = &hooks[i];
  Call call;
  Heard heard;
  W result, name;
  gint64 began = 0;
  gint error;

  switch (hook->kind)
  {
    case ${Kind.close}: case ${Kind.closeStream}: case ${Kind.read}: case ${Kind.netlink}:
      if (getpid () != process) return hook->original (a, b, c, d, e, f);
      g_atomic_int_add (&running, 1);
      if (hook->kind == ${Kind.close}) end_follow (a);
      if (hook->kind == ${Kind.closeStream}) end_follow ((W) fileno ((void *) a));
      result = hook->original (a, b, c, d, e, f);
      error = gum_thread_get_system_error ();
      if (hook->kind == ${Kind.read} || hook->kind == ${Kind.netlink}) follow (hook, result, a, b, c);
      gum_thread_set_system_error (error);
      g_atomic_int_add (&running, -1);
      return result;
  }
  call.hook = i; call.frame = (W) frame; call.caller = caller; call.text = 0; call.value = 0; call.elapsed = 0;
  call.error = 0; call.result = 0;
  call.args[0] = a; call.args[1] = b; call.args[2] = c; call.args[3] = d; call.args[4] = e; call.args[5] = f;
  if (hook->kind == ${Kind.exec})
  {
    /* A child between fork and exec has no other thread of ours: JavaScript could wait there for ever. And where it
       shares our memory until it is another program, nothing may be counted that would have to be taken back. */
    if (getpid () == process && !is_internal (caller)) gate (&call);
    return hook->original (a, b, c, d, e, f);
  }
  /* Frida's trampoline has put its own return address in the place of the caller's. */
  if (hook->trapped) call.caller = caller = (W) gum_invocation_context_get_return_address (gum_interceptor_get_current_invocation ());
  g_atomic_int_add (&running, 1);
  if (hook->kind == ${Kind.any}) began = g_get_monotonic_time ();
  if (hook->kind == ${Kind.heard} && !is_internal (caller) && (name = find_found (a)) != 0)
  {
    heard.listener = (Listener) b; heard.cookie = (void *) c; heard.value[0] = 0;
    result = hook->original (a, (W) hear, (W) &heard, d, e, f);
    call.text = name; call.value = (W) heard.value;
  }
  else
    result = hook->original (a, b, c, d, e, f);
  error = gum_thread_get_system_error ();
  call.result = result; call.error = (W) error;
  if (began != 0) call.elapsed = (W) (g_get_monotonic_time () - began);
  if (call.text != 0 || selects (hook, &call, error))
  {
    if (is_internal (caller)) hook->own++;
    else if (getpid () == process) gate (&call);
  }
  gum_thread_set_system_error (error);
  g_atomic_int_add (&running, -1);
  return result;
}

${entries}

/* Functions stand in the order they are written in: from gate to here all code is ours. */
void code_end (void) {}
`;

// src/native/call.ts
var ERRORS = {
  1: "EPERM",
  2: "ENOENT",
  3: "ESRCH",
  4: "EINTR",
  5: "EIO",
  6: "ENXIO",
  9: "EBADF",
  11: "EAGAIN",
  12: "ENOMEM",
  13: "EACCES",
  14: "EFAULT",
  16: "EBUSY",
  17: "EEXIST",
  19: "ENODEV",
  20: "ENOTDIR",
  21: "EISDIR",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  25: "ENOTTY",
  36: "ENAMETOOLONG",
  38: "ENOSYS",
  40: "ELOOP",
  95: "EOPNOTSUPP",
  97: "EAFNOSUPPORT",
  99: "EADDRNOTAVAIL",
  32: "EPIPE",
  101: "ENETUNREACH",
  103: "ECONNABORTED",
  104: "ECONNRESET",
  106: "EISCONN",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  113: "EHOSTUNREACH"
};
var NO_ENTRY = 2;
var LONGEST_TEXT = 1024;
var MOST_WORDS = 64;
function errorName(number3) {
  return ERRORS[number3] ?? `errno ${number3}`;
}
var NativeCall = class {
  target;
  at;
  /** A list of interfaces held a hardware address. */
  linkSeen = false;
  constructor(target, at) {
    this.target = target;
    this.at = at;
  }
  word(index) {
    return this.at.add(index * Process.pointerSize).readPointer();
  }
  arg(index) {
    return this.word(CALL.args + index);
  }
  get result() {
    return this.word(CALL.result);
  }
  get value() {
    return this.word(CALL.value);
  }
  get elapsedMs() {
    return Number(this.word(CALL.elapsed).toString()) / 1e3;
  }
  /** Whether the function refused; a path that is not there is the answer of a function that asks just that. */
  get failed() {
    const result = this.result.toInt32();
    switch (this.target.known.fails) {
      case "minus":
        return result === -1 && !(this.probes && this.errno === NO_ENTRY);
      case "null":
        return this.result.isNull();
      case "code":
        return result !== 0;
      case "negative":
        return result < 0;
      default:
        return false;
    }
  }
  get error() {
    const { fails } = this.target.known;
    if (fails === "negative")
      return `error ${this.result.toInt32()}`;
    const number3 = fails === "code" ? this.result.toInt32() : this.errno;
    return errorName(number3);
  }
  get probes() {
    return this.target.known.probes === true;
  }
  get errno() {
    return this.word(CALL.error).toInt32();
  }
  /** The arguments as they are told: the name or path first. */
  args() {
    if (this.target.known.args !== void 0)
      return this.target.known.args(this);
    const text = this.word(CALL.text);
    if (!text.isNull())
      return [textOf3(text)];
    return this.target.plan.kept_args.map((index) => this.argText(index));
  }
  /** Which name of the row this call is about: its counts are kept apart, as they may be of other data. */
  get name() {
    const { plan, known } = this.target;
    if (plan.names.length === 0)
      return "";
    if (known.kind !== Kind.path && known.kind !== Kind.syscall)
      return this.args()[0] ?? "";
    return plan.names[this.value.toInt32() - 1] ?? "";
  }
  argText(index) {
    const value = this.arg(index);
    switch (this.target.types[index]) {
      case "char*":
        return value.isNull() ? "null" : textOf3(value);
      case "char**":
        return words(value);
      default:
        return value.toInt32().toString();
    }
  }
};
function textOf3(at) {
  try {
    return at.readUtf8String()?.slice(0, LONGEST_TEXT) ?? "";
  } catch {
    return at.readCString()?.slice(0, LONGEST_TEXT) ?? "";
  }
}
function words(at) {
  const found = [];
  for (let i = 0; i < MOST_WORDS && !at.isNull(); i++) {
    const word2 = at.add(i * Process.pointerSize).readPointer();
    if (word2.isNull())
      break;
    found.push(textOf3(word2));
  }
  return found.join(" ").slice(0, LONGEST_TEXT);
}

// src/native/contents.ts
var PATIENCE_MS = 1e3;
var MOST_WAITING = 256;
var Contents = class {
  marks;
  maxValue;
  waiting = /* @__PURE__ */ new Map();
  /** `marks`: one byte per descriptor, read by the C part. */
  constructor(marks, maxValue) {
    this.marks = marks;
    this.maxValue = maxValue;
  }
  /** Hold a message back until its file is closed or has been open for a while. */
  follow(descriptor, message) {
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS) {
      emit(message);
      return;
    }
    this.closed(descriptor);
    const oldest = this.waiting.size >= MOST_WAITING ? this.waiting.keys().next().value : void 0;
    if (oldest !== void 0)
      this.closed(oldest);
    this.waiting.set(descriptor, { message, since: Date.now(), text: "", length: 0 });
    this.marks.add(descriptor).writeU8(FILE);
  }
  /** Bytes the app read; an unreadable rest is left out. */
  read(descriptor, at, count) {
    const one2 = this.waiting.get(descriptor);
    if (one2 === void 0)
      return;
    one2.length += count;
    const room = this.maxValue - one2.text.length;
    if (room > 0)
      one2.text += bytesAsText(at, Math.min(count, room));
  }
  closed(descriptor) {
    const one2 = this.waiting.get(descriptor);
    if (one2 === void 0)
      return;
    this.marks.add(descriptor).writeU8(0);
    this.waiting.delete(descriptor);
    const read3 = one2.length > 0 ? { result: one2.text, result_length: one2.length } : {};
    emit({ ...one2.message, ...read3 });
  }
  /** Tell what has waited long enough, or everything. */
  flush(all = false) {
    const due2 = Date.now() - PATIENCE_MS;
    for (const [descriptor, one2] of this.waiting) {
      if (all || one2.since <= due2)
        this.closed(descriptor);
    }
  }
};
function bytesAsText(at, count) {
  const bytes = new Uint8Array(at.readByteArray(count) ?? new ArrayBuffer(0));
  try {
    const text = at.readUtf8String(count) ?? "";
    if (text !== "")
      return text;
  } catch {
  }
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

// src/native/patch.ts
var JUMP = 5;
var NEAR = 2146435072;
var ROOM = 128;
var Patch = class {
  address;
  before;
  /** Not to be collected: code runs from it. */
  memory;
  /** Whether this processor's code is written here. */
  static get possible() {
    return Process.arch === "x64";
  }
  /** `ready` is told where the original goes on, before the first call can come. */
  constructor(address3, target, ready) {
    this.address = address3;
    const memory = Memory.alloc(Process.pageSize, { near: address3, maxDistance: NEAR });
    const moved2 = memory.add(ROOM);
    Memory.patchCode(memory, 2 * ROOM, (code4) => {
      const jump = new X86Writer(code4, { pc: memory });
      jump.putJmpAddress(target);
      jump.flush();
      move(address3, code4.add(ROOM), moved2);
    });
    ready(moved2);
    this.before = address3.readByteArray(JUMP) ?? fail();
    Memory.patchCode(address3, JUMP, (code4) => {
      const writer = new X86Writer(code4, { pc: address3 });
      writer.putJmpAddress(memory);
      writer.flush();
      if (writer.offset !== JUMP)
        fail();
    });
    this.memory = memory;
  }
  revert() {
    Memory.patchCode(this.address, JUMP, (code4) => {
      code4.writeByteArray(this.before);
    });
  }
};
function move(address3, code4, pc) {
  const writer = new X86Writer(code4, { pc });
  const relocator = new X86Relocator(address3, writer);
  let size = 0;
  while (size < JUMP) {
    size = relocator.readOne();
    if (size === 0 || relocator.eoi && size < JUMP)
      fail();
  }
  relocator.writeAll();
  if (!relocator.eoi)
    writer.putJmpAddress(address3.add(size));
  writer.flush();
}
function fail() {
  throw new Error("the function's beginning cannot be moved");
}

// src/native/seats.ts
var cells = /* @__PURE__ */ new Map();
function takeSeat(address3, target, original) {
  const key = address3.toString();
  if (cells.has(key))
    throw new Error("the function's place is taken");
  let revert;
  try {
    original.writePointer(Interceptor.replaceFast(address3, target));
    revert = () => {
      Interceptor.revert(address3);
    };
  } catch (error) {
    if (!Patch.possible)
      throw error;
    const patch = new Patch(address3, target, (moved2) => {
      original.writePointer(moved2);
    });
    revert = () => {
      patch.revert();
    };
  }
  cells.set(key, original);
  return () => {
    cells.delete(key);
    revert();
  };
}
function standBehind(address3, target, ready) {
  const cell = cells.get(address3.toString());
  if (cell === void 0)
    return null;
  const original = cell.readPointer();
  ready(original);
  cell.writePointer(target);
  return () => {
    cell.writePointer(original);
  };
}

// src/native/stubs.ts
var STUB_BYTES = 128;
function hasStubs() {
  return Process.arch === "x64" || Process.arch === "arm64";
}
function writeStub(at, gate, original, slow) {
  const bytes = Process.arch === "x64" ? x64(gate, original, slow) : arm64(gate, original, slow);
  if (bytes.length > STUB_BYTES)
    throw new Error("a stub too long");
  at.writeByteArray(bytes);
}
function word(value) {
  return [value & 255, value >>> 8 & 255, value >>> 16 & 255, value >>> 24 & 255];
}
function address(pointer) {
  const high = pointer.shr(32).and(4294967295).toUInt32();
  return [...word(pointer.and(4294967295).toUInt32()), ...word(high)];
}
function x64(gate, original, slow) {
  const on = [73, 187, ...address(original), 65, 255, 35];
  const out = [73, 187, ...address(slow), 65, 255, 227];
  if (gate.on === "descriptor") {
    return [
      65,
      137,
      250,
      // mov r10d, edi
      65,
      129,
      250,
      ...word(MOST_DESCRIPTORS),
      // cmp r10d, MOST_DESCRIPTORS
      115,
      10 + 5 + 2,
      // jae on
      73,
      187,
      ...address(gate.marks),
      // movabs r11, marks
      67,
      128,
      60,
      19,
      0,
      // cmp byte [r11 + r10], 0
      117,
      on.length,
      // jne out
      ...on,
      ...out
    ];
  }
  const load = [65, 137, gate.argument === 0 ? 250 : 242];
  if (gate.shift !== 0)
    load.push(65, 193, 234, gate.shift);
  const tests = gate.values.flatMap((value, i) => {
    const after3 = (gate.values.length - 1 - i) * 9 + on.length;
    return [65, 129, 250, ...word(value), 116, after3];
  });
  return [...load, ...tests, ...on, ...out];
}
function arm64(gate, original, slow) {
  const code4 = [];
  const tests = gate.on === "descriptor" ? 5 : 1 + 2 * gate.values.length;
  const toOut = () => tests + 3 - code4.length;
  const literals = Math.ceil((tests + 5) / 2) * 2;
  const load = (slot) => 1476395024 | literals + 2 * slot - code4.length << 5;
  if (gate.on === "descriptor") {
    code4.push(1900020767);
    code4.push(1409286146 | tests - code4.length << 5);
    code4.push(load(2));
    code4.push(945834513);
    code4.push(889192465 | toOut() << 5);
  } else {
    if (gate.shift === 0)
      code4.push(gate.argument === 0 ? 704644080 : 704709616);
    else
      code4.push(gate.argument === 0 ? 1393064976 : 1393065008);
    for (const value of gate.values) {
      code4.push(1895825951 | value << 10);
      code4.push(1409286144 | toOut() << 5);
    }
  }
  code4.push(load(0), 4181721616, 3592356352);
  code4.push(load(1), 3592356352);
  while (code4.length < literals)
    code4.push(3573751839);
  const marks = gate.on === "descriptor" ? gate.marks : NULL;
  return [...code4.flatMap((instruction) => word(instruction)), ...[original, slow, marks].flatMap(address)];
}

// src/native/entries.ts
var CALL_NUMBERS = { x64: [2, 257], arm64: [56, 56] };
var AF_NETLINK = 16;
var FOUND_WORDS = 512;
var NONE3 = 16777215;
var WORD2 = Process.pointerSize;
var Entries = class {
  descriptors = Memory.alloc(MOST_DESCRIPTORS);
  /** Bytes from an entry's frame to its caller's stack pointer at the call. */
  depth;
  hooks = Memory.alloc(MOST_ENTRIES * HOOK.words * WORD2);
  ranges = Memory.alloc((MOST_RANGES + 1) * 2 * WORD2);
  inside = Memory.alloc(WORD2);
  stubs = Memory.alloc(MOST_ENTRIES * STUB_BYTES);
  code;
  filenoOf;
  replaced = [];
  addresses = [];
  /** Memory and callbacks that the C part uses by address. */
  held = [];
  listeners = [];
  count = 0;
  rangeCount = 0;
  constructor(listeners) {
    const content = new NativeCallback((descriptor, at, count) => {
      listeners.content(descriptor, at, count);
    }, "void", ["int", "pointer", "int"]);
    const closed = new NativeCallback((descriptor) => {
      listeners.closed(descriptor);
    }, "void", ["int"]);
    const fileno = Module.getGlobalExportByName("fileno");
    this.filenoOf = new NativeFunction(fileno, "int", ["pointer"]);
    const [open, openat] = CALL_NUMBERS[Process.arch] ?? [NONE3, NONE3];
    const cells2 = {
      process: this.cell(Process.id),
      open_number: this.cell(open),
      openat_number: this.cell(openat),
      found: this.keep(Memory.alloc(FOUND_WORDS * WORD2))
    };
    this.code = new CModule(SOURCE5, {
      hooks: this.hooks,
      descriptors: this.descriptors,
      ranges: this.ranges,
      running: this.inside,
      ...cells2,
      getpid: Module.getGlobalExportByName("getpid"),
      fileno,
      content,
      closed
    });
    this.held.push(content, closed, this.code);
    this.depth = this.measureDepth();
    const base = this.export("gate");
    this.leaveOut({ base, size: this.export("code_end").sub(base).toInt32() });
    this.listeners.push(Interceptor.attach(this.export("gate"), {
      onEnter(args) {
        listeners.gate(this.context, args[0]);
      }
    }));
    Interceptor.flush();
  }
  /** Calls from this code are never an app's. */
  leaveOut(range) {
    if (this.rangeCount >= MOST_RANGES)
      throw new Error(`more than ${MOST_RANGES} ranges`);
    const at = this.ranges.add(2 * WORD2 * this.rangeCount++);
    at.writePointer(range.base);
    at.add(WORD2).writePointer(range.base.add(range.size));
  }
  has(address3) {
    return this.addresses.some((one2) => one2.equals(address3));
  }
  /** Put an entry in the place of a function; in force after `commit`. Returns the entry's number. */
  add(address3, known, wanted) {
    if (this.count >= MOST_ENTRIES)
      throw new Error(`more than ${MOST_ENTRIES} functions`);
    if (known.kind === Kind.syscall && !hasStubs())
      throw new Error(`not on a processor of the kind ${Process.arch}`);
    const slot = this.count++;
    const at = this.hooks.add(slot * HOOK.words * WORD2);
    const put = (field2, value) => {
      at.add(field2 * WORD2).writePointer(typeof value === "number" ? ptr(value) : value);
    };
    put(HOOK.kind, known.kind);
    put(HOOK.at, known.at ?? 0);
    put(HOOK.pointer, known.fails === "null" ? 1 : 0);
    put(HOOK.wanted, this.wanted(known.kind, wanted));
    const entry2 = this.export(`entry_${slot}`);
    const target = known.stub !== void 0 && hasStubs() ? this.stub(slot, known.stub, wanted, at.add(HOOK.original * WORD2), entry2) : entry2;
    this.replace(address3, target, known.kind !== Kind.exec, put);
    this.addresses.push(address3);
    return slot;
  }
  commit() {
    Interceptor.flush();
  }
  /** Calls of a function that came from code left out. */
  own(slot) {
    return Number(this.hooks.add((slot * HOOK.words + HOOK.own) * WORD2).readPointer().toString());
  }
  running() {
    return this.inside.readS32();
  }
  fileno(stream) {
    return this.filenoOf(stream);
  }
  release() {
    for (const revert of this.replaced.splice(0))
      revert();
    for (const listener2 of this.listeners.splice(0))
      listener2.detach();
    Interceptor.flush();
  }
  export(name2) {
    const found = this.code[name2];
    if (found === void 0)
      throw new Error(`no ${name2} in the filter`);
    return found;
  }
  keep(memory) {
    this.held.push(memory);
    return memory;
  }
  cell(value) {
    const cell = this.keep(Memory.alloc(WORD2));
    cell.writePointer(ptr(value));
    return cell;
  }
  measureDepth() {
    const probe = this.export("probe");
    let stack = NULL;
    const { sp } = STACK_POINTER;
    const listener2 = Interceptor.attach(probe, {
      onEnter() {
        stack = this.context[sp];
      }
    });
    Interceptor.flush();
    const frame = new NativeFunction(probe, "pointer", [])();
    listener2.detach();
    Interceptor.flush();
    return stack.sub(frame).toInt32();
  }
  wanted(kind, wanted) {
    if (wanted.length === 0)
      return NULL;
    if (kind === Kind.path || kind === Kind.syscall)
      return this.paths(wanted);
    const list = this.keep(Memory.alloc((wanted.length + 1) * WORD2));
    if (typeof wanted[0] === "number") {
      list.writePointer(ptr(wanted.length));
      wanted.forEach((number3, i) => {
        list.add((i + 1) * WORD2).writePointer(ptr(number3));
      });
    } else {
      this.texts(list, wanted);
    }
    return list;
  }
  texts(list, texts) {
    texts.forEach((text, i) => {
      list.add(i * WORD2).writePointer(this.keep(Memory.allocUtf8String(text)));
    });
  }
  /** `Paths` of the C part: a bit for each pair of characters that a glob begins with, then the globs. */
  paths(globs) {
    const list = this.keep(Memory.alloc(8192 + (globs.length + 1) * WORD2));
    for (const glob of globs) {
      if (!/^\/[a-z][a-z]/.test(glob))
        throw new Error(`a path must begin with two letters: ${glob}`);
      const key = glob.charCodeAt(1) | glob.charCodeAt(2) << 8;
      const byte = list.add(key >> 3);
      byte.writeU8(byte.readU8() | 1 << (key & 7));
    }
    this.texts(list.add(8192), globs);
    return list;
  }
  replace(address3, target, returns, put) {
    const away = standBehind(address3, target, (original) => {
      put(HOOK.original, original);
    });
    if (away !== null) {
      this.replaced.push(away);
      return;
    }
    try {
      put(HOOK.original, Interceptor.replaceFast(address3, target));
      this.replaced.push(() => {
        Interceptor.revert(address3);
      });
    } catch (error) {
      if (Patch.possible) {
        const patch = new Patch(address3, target, (original) => {
          put(HOOK.original, original);
        });
        this.replaced.push(() => {
          patch.revert();
        });
        return;
      }
      if (!returns)
        throw error;
      put(HOOK.original, address3);
      put(HOOK.trapped, 1);
      Interceptor.replace(address3, target);
      this.replaced.push(() => {
        Interceptor.revert(address3);
      });
    }
  }
  stub(slot, stub, wanted, original, entry2) {
    const at = this.stubs.add(slot * STUB_BYTES);
    Memory.patchCode(at, STUB_BYTES, (code4) => {
      writeStub(code4, this.gateOf(stub, wanted), original, entry2);
    });
    return at;
  }
  gateOf(stub, wanted) {
    switch (stub) {
      case "descriptor":
        return { on: "descriptor", marks: this.descriptors };
      case "netlink":
        return { on: "number", argument: 0, shift: 0, values: [AF_NETLINK] };
      case "syscall":
        return { on: "number", argument: 0, shift: 0, values: [...new Set(CALL_NUMBERS[Process.arch] ?? [])] };
      case "ioctl":
        return { on: "number", argument: 1, shift: 8, values: [...new Set(wanted.map((one2) => Number(one2) >> 8))] };
    }
  }
};
var STACK_POINTER = { sp: { x64: "rsp", ia32: "esp" }[Process.arch] ?? "sp" };

// src/native/results.ts
var IF_NAME = 16;
var AF_INET = 2;
var AF_INET6 = 10;
var AF_PACKET = 17;
var MOST_ENTRIES2 = 256;
var LONGEST_ADDRESS = 32;
function told(text, max, length = text.length) {
  return { text: text.slice(0, max), length };
}
function outText(call, index, max) {
  const at = call.arg(index);
  return at.isNull() ? null : textAt(at, max);
}
function heardText(call, max) {
  return call.value.isNull() ? null : textAt(call.value, max);
}
function textAt(at, max) {
  let text;
  try {
    text = at.readUtf8String() ?? "";
  } catch {
    text = at.readCString() ?? "";
  }
  return told(text, max);
}
function presence(call) {
  if (call.failed)
    return null;
  return told(call.result.toInt32() === -1 ? "absent" : "present", LONGEST_ADDRESS);
}
function address2(at, bytes, separator) {
  const all = Array.from(new Uint8Array(at.readByteArray(bytes) ?? new ArrayBuffer(0)));
  if (separator === ".")
    return all.join(".");
  if (separator === ":")
    return all.map(hex).join(":");
  const groups = Array.from({ length: bytes / 2 }, (_, i) => hex(all[2 * i] ?? 0) + hex(all[2 * i + 1] ?? 0));
  return groups.join(":");
}
function socketAddress(at) {
  const family = at.readU16();
  if (family === AF_INET)
    return { text: address2(at.add(4), 4, "."), link: false };
  if (family === AF_INET6)
    return { text: address2(at.add(8), 16, "6"), link: false };
  if (family !== AF_PACKET)
    return { text: "", link: false };
  const length = Math.min(at.add(11).readU8(), LONGEST_ADDRESS);
  const text = length === 0 ? "" : address2(at.add(12), length, ":");
  return { text, link: /[1-9a-f]/.test(text) };
}
function interfaceList(call, max) {
  if (call.failed)
    return null;
  const found = [];
  let at = call.arg(0).readPointer();
  for (let i = 0; i < MOST_ENTRIES2 && !at.isNull(); i++, at = at.readPointer()) {
    const own = at.add(3 * Process.pointerSize).readPointer();
    if (own.isNull())
      continue;
    const { text: text2, link: link2 } = socketAddress(own);
    if (text2 === "")
      continue;
    call.linkSeen ||= link2;
    found.push(`${at.add(Process.pointerSize).readPointer().readCString() ?? ""} ${text2}`);
  }
  const text = found.join(",");
  return { ...told(text, max), items: found.length };
}
function interfaceName2(at) {
  const bytes = Array.from(new Uint8Array(at.readByteArray(IF_NAME) ?? new ArrayBuffer(0)));
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.slice(0, end < 0 ? IF_NAME : end));
}
function nameOf(numbers, number3) {
  return Object.keys(numbers).find((name2) => numbers[name2] === number3) ?? `0x${number3.toString(16)}`;
}
function requestNames(numbers, at) {
  return (call) => {
    const number3 = at === void 0 ? call.value.toUInt32() : call.arg(at).toUInt32();
    const name2 = nameOf(numbers, number3);
    if (!/^SIOCG(IF(ADDR|HWADDR)|IW.*)$/.test(name2))
      return [name2];
    return [name2, interfaceName2(call.arg(2))];
  };
}
function interfaceRequest(requests) {
  return (call, max) => {
    if (call.failed)
      return null;
    const given = call.arg(2);
    switch (nameOf(requests, call.arg(1).toUInt32())) {
      case "SIOCGIFHWADDR":
      case "SIOCGIWAP":
        return told(address2(given.add(IF_NAME + 2), 6, ":"), max);
      case "SIOCGIFADDR":
        return told(socketAddress(given.add(IF_NAME)).text, max);
      case "SIOCGARP":
        return told(address2(given.add(16 + 2), 6, ":"), max);
      case "SIOCGIWESSID": {
        const length = Math.min(given.add(IF_NAME + Process.pointerSize).readU16(), LONGEST_ADDRESS);
        return told(given.add(IF_NAME).readPointer().readCString(length) ?? "", max);
      }
      case "SIOCGIFCONF":
        return interfaceTable(given, max);
      default:
        return null;
    }
  };
}
function interfaceTable(given, max) {
  const bytes = given.readS32();
  const table2 = given.add(Process.pointerSize).readPointer();
  const size = Process.pointerSize === 8 ? 40 : 32;
  const count = Math.min(Math.floor(bytes / size), MOST_ENTRIES2);
  if (table2.isNull())
    return null;
  const found = Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const entry2 = table2.add(i * size);
    return `${interfaceName2(entry2)} ${socketAddress(entry2.add(IF_NAME)).text}`;
  });
  return { ...told(found.join(","), max), items: found.length };
}
function byteArray(call, max) {
  if (call.failed)
    return null;
  const at = call.arg(2);
  const length = at.add(Process.pointerSize).readULong();
  const bytes = Number(length.toString());
  const shown = at.readPointer().readByteArray(Math.min(bytes, Math.floor(max / 2)));
  return { text: Array.from(new Uint8Array(shown ?? new ArrayBuffer(0)), hex).join(""), length: bytes * 2 };
}

// src/native/functions.ts
var REQUESTS = {
  SIOCGIFCONF: 35090,
  SIOCGIFADDR: 35093,
  SIOCGIFHWADDR: 35111,
  SIOCGARP: 35156,
  SIOCGIWAP: 35605,
  SIOCGIWSCAN: 35609,
  SIOCGIWESSID: 35611
};
var MESSAGES = { RTM_GETLINK: 18, RTM_GETADDR: 22, RTM_GETNEIGH: 30 };
var DIRECTIONS = { AAUDIO_DIRECTION_INPUT: 1 };
var opened2 = (at) => ({ kind: Kind.path, at, fails: "minus", opens: "descriptor" });
var probed = (at) => ({ kind: Kind.path, at, fails: "minus", value: presence, probes: true });
var sent = (kind) => ({
  kind,
  numbers: MESSAGES,
  fails: "minus",
  args: requestNames(MESSAGES),
  stub: "descriptor"
});
var functions = {
  __system_property_get: { kind: Kind.name, at: 0, value: (call, max) => outText(call, 1, max) },
  __system_property_find: { kind: Kind.found, at: 0 },
  __system_property_read: { kind: Kind.held, value: (call, max) => outText(call, 2, max) },
  __system_property_read_callback: { kind: Kind.heard, value: heardText },
  open: opened2(0),
  openat: opened2(1),
  __open_2: opened2(0),
  __openat_2: opened2(1),
  fopen: { kind: Kind.path, at: 0, fails: "null", opens: "stream" },
  syscall: { kind: Kind.syscall, fails: "minus", opens: "descriptor", stub: "syscall" },
  access: probed(0),
  faccessat: probed(1),
  stat: probed(0),
  lstat: probed(0),
  fstatat: probed(1),
  readlink: probed(0),
  opendir: { kind: Kind.path, at: 0, fails: "null" },
  getifaddrs: { kind: Kind.any, fails: "minus", value: interfaceList, args: (call) => [call.linkSeen ? "link" : "address"] },
  ioctl: {
    kind: Kind.number,
    at: 1,
    fails: "minus",
    numbers: REQUESTS,
    value: interfaceRequest(REQUESTS),
    args: requestNames(REQUESTS, 1),
    stub: "ioctl"
  },
  send: sent(Kind.request),
  sendto: sent(Kind.request),
  write: sent(Kind.request),
  sendmsg: sent(Kind.message),
  AMediaDrm_getPropertyByteArray: { kind: Kind.name, at: 1, fails: "negative", value: byteArray },
  AAudioStreamBuilder_setDirection: { kind: Kind.number, at: 1, numbers: DIRECTIONS, args: requestNames(DIRECTIONS, 1) },
  ACameraManager_openCamera: { kind: Kind.any, fails: "negative" },
  ASensorEventQueue_enableSensor: { kind: Kind.any, fails: "negative" },
  ASensorEventQueue_registerSensor: { kind: Kind.any, fails: "negative" },
  popen: { kind: Kind.any, fails: "null" },
  system: { kind: Kind.any, fails: "minus" },
  posix_spawn: { kind: Kind.any, fails: "code" },
  posix_spawnp: { kind: Kind.any, fails: "code" },
  execve: { kind: Kind.exec },
  gethostname: { kind: Kind.any, fails: "minus", value: (call, max) => outText(call, 0, max) }
};
var followers = {
  read: { kind: Kind.read, stub: "descriptor" },
  pread64: { kind: Kind.read, stub: "descriptor" },
  pread: { kind: Kind.read, stub: "descriptor" },
  close: { kind: Kind.close, stub: "descriptor" },
  fclose: { kind: Kind.closeStream },
  socket: { kind: Kind.netlink, stub: "netlink" }
};

// src/native/libraries.ts
var OTHER_NAMES = { "libc.so": ["libc.so", "libc.so.6", "libc_android.so"] };
var INTERNAL = /^(?:libc\.so(?:\.6)?|linker(?:64)?|ld-linux-[\w-]+\.so\.\d|libart\.so|libartbase\.so|libdexfile\.so|libjvm\.so)$/;
function isNamed(module, name2) {
  return (OTHER_NAMES[name2] ?? [name2]).includes(module.name);
}
function librariesNamed(name2) {
  return (OTHER_NAMES[name2] ?? [name2]).flatMap((one2) => Process.findModuleByName(one2) ?? []);
}
function internals2() {
  return [...Process.enumerateModules().filter((module) => INTERNAL.test(module.name)), ...agentRanges()];
}
function agentRanges() {
  const lines = File.readAllText("/proc/self/maps").split("\n").filter((line) => /\/?[^/]*frida-agent[^/]*$/.test(line));
  const ends = lines.map((line) => (line.split(" ")[0] ?? "").split("-").map((end) => ptr(`0x${end}`)));
  const [first] = ends[0] ?? [];
  const last = ends[ends.length - 1]?.[1];
  return first === void 0 || last === void 0 ? [] : [{ base: first, size: last.sub(first).toInt32() }];
}

// src/native/own.ts
var UNNAMED = /^(?:zygote(?:64)?|usap(?:32|64)|<pre-initialized>|app_process(?:32|64)?)$/;
var APP_FOLDERS = /^\/(?:data\/(?:app|data|user|user_de)|(?:sdcard|storage)\/.*Android\/(?:data|obb|media)|mnt)\//;
var LONGEST6 = 255;
var name = null;
function ownPackage() {
  if (name === null) {
    const bytes = Array.from(new Uint8Array(File.readAllBytes("/proc/self/cmdline")));
    const command = String.fromCharCode(...bytes.slice(0, Math.min(bytes.indexOf(0), LONGEST6)));
    if (UNNAMED.test(command))
      return "";
    name = command.includes("/") ? "" : command.split(":")[0] ?? "";
  }
  return name;
}
function isOwn(path) {
  if (!APP_FOLDERS.test(path))
    return false;
  const own = ownPackage();
  return own !== "" && path.split("/").some((part) => part === own || part.startsWith(`${own}-`));
}

// src/native/stack.ts
var REGISTERS = {
  x64: ["rip", "rsp", "rbp"],
  arm64: ["pc", "sp", "fp"],
  ia32: ["eip", "esp", "ebp"],
  arm: ["pc", "sp", "r11"]
};
var SYSTEM = ["/system/", "/system_ext/", "/apex/", "/vendor/", "/product/", "/odm/", "/data/dalvik-cache/"];
var LARGEST_NAMED = 64 * 1024 * 1024;
var MOST_KNOWN4 = 2e4;
var NativeStacks = class {
  depth;
  maxFrames;
  registers = REGISTERS[Process.arch] ?? null;
  system = [...SYSTEM];
  places = /* @__PURE__ */ new Map();
  symbols = /* @__PURE__ */ new Map();
  asOf = generation();
  /** `depth`: bytes from an entry's frame to its caller's stack pointer at the call. */
  constructor(depth, maxFrames) {
    this.depth = depth;
    this.maxFrames = maxFrames;
  }
  /** Code under this folder belongs to the phone. */
  trust(folder) {
    if (folder !== "/" && !this.system.includes(folder))
      this.system.push(folder);
    this.places.clear();
  }
  /**
   * Return the return addresses from the caller on.
   *
   * `context` is that of a listener on the gate: the entry between it and the caller uses none of the registers
   * that belong to its caller but these three, which are set to the caller's and put back.
   */
  callers(context, frame, caller) {
    const push = Process.arch === "x64" || Process.arch === "ia32" ? Process.pointerSize : 0;
    return this.callersFrom(context, { caller, stack: frame.add(this.depth + push), base: frame.readPointer() });
  }
  /** The same where the caller's return address, stack and frame pointer are known. */
  callersFrom(context, at) {
    const { caller } = at;
    if (this.registers === null)
      return [caller];
    const registers = context;
    const [instruction, stack, base] = this.registers;
    const saved = [registers[instruction], registers[stack], registers[base]];
    try {
      registers[instruction] = caller;
      registers[stack] = at.stack;
      registers[base] = at.base;
      const rest = Thread.backtrace(context, Backtracer.ACCURATE).slice(1, this.maxFrames);
      return this.known([caller, ...rest]);
    } finally {
      [registers[instruction], registers[stack], registers[base]] = saved;
    }
  }
  /** Whether the code at an address is the phone's. */
  isSystem(address3) {
    return this.place(address3)?.system ?? false;
  }
  /** Frames of return addresses, without those of the phone's own libraries next to the call. */
  frames(addresses) {
    const first = addresses.findIndex((address3) => !this.isSystem(address3));
    if (first < 0)
      return [];
    return addresses.slice(first).map((address3) => this.place(address3)?.frame ?? {
      // Code that belongs to no file: unpacked or made at run time.
      cls: "",
      method: address3.toString(),
      library: "[anonymous]"
    });
  }
  /** Code the VM makes has no unwind information: what follows it in a trace is guesswork. */
  known(addresses) {
    const end = addresses.findIndex((address3, i) => i > 0 && this.place(address3) === null);
    return end < 0 ? addresses : addresses.slice(0, end);
  }
  place(address3) {
    const key = address3.toString();
    if (this.asOf !== generation()) {
      this.asOf = generation();
      this.places.clear();
    }
    let place = this.places.get(key);
    if (place === void 0) {
      if (this.places.size >= MOST_KNOWN4)
        this.places.clear();
      place = this.find(address3);
      this.places.set(key, place);
    }
    return place;
  }
  find(address3) {
    const inside3 = address3.sub(1);
    const module = moduleAt(inside3);
    if (module === null)
      return null;
    const name2 = this.symbolsOf(module).find((one2) => one2.address.compare(inside3) <= 0 && one2.end.compare(inside3) > 0)?.name;
    const frame = { cls: "", method: name2 ?? `0x${inside3.add(1).sub(module.base).toString(16)}`, library: fileName(module) };
    return { frame, system: this.system.some((folder) => module.path.startsWith(folder)) || module.path.startsWith("linux-vdso") };
  }
  symbolsOf(module) {
    let known = this.symbols.get(module.path);
    if (known === void 0) {
      known = module.size > LARGEST_NAMED ? [] : symbols(module);
      this.symbols.set(module.path, known);
    }
    return known;
  }
};
function fileName(module) {
  return module.path.slice(module.path.lastIndexOf("/") + 1) || module.name;
}
function symbols(module) {
  try {
    return module.enumerateSymbols().filter((one2) => one2.type === "function" && (one2.size ?? 0) > 0).map((one2) => ({ address: one2.address, end: one2.address.add(one2.size ?? 0), name: one2.name }));
  } catch {
    return [];
  }
}

// src/native/watch.ts
var MOST_VERDICTS = 2e4;
var HOT_DETAIL2 = 4;
var Watch = class {
  agent;
  contents;
  entries;
  stacks;
  targets = /* @__PURE__ */ new Map();
  verdicts = /* @__PURE__ */ new Map();
  missing = /* @__PURE__ */ new Set();
  following = false;
  constructor(agent) {
    this.agent = agent;
    this.entries = new Entries({
      gate: (context, call) => {
        this.gate(context, call);
      },
      content: (descriptor, at, count) => {
        this.guarded("content", () => {
          this.contents.read(descriptor, at, count);
        });
      },
      closed: (descriptor) => {
        this.guarded("close", () => {
          this.contents.closed(descriptor);
        });
      }
    });
    this.contents = new Contents(this.entries.descriptors, agent.maxValue);
    this.stacks = new NativeStacks(this.entries.depth, agent.maxFrames);
    for (const range of internals2())
      this.entries.leaveOut(range);
    for (const folder of librariesNamed("libc.so").map(folderOf))
      this.stacks.trust(folder);
    const vm3 = Process.findModuleByName("libjvm.so");
    if (vm3 !== null)
      this.stacks.trust(vm3.path.split("/").slice(0, -3).join("/") + "/");
  }
  /** Hook the function of a row; takes effect with `commit`. */
  install(plan) {
    const known = functions[plan.method] ?? { kind: 0 };
    const libraries = librariesNamed(plan.cls);
    if (libraries.length === 0)
      return this.absent(plan, "no such library");
    const found = libraries.map((module) => ({ module, address: module.findExportByName(plan.method) })).find((one2) => one2.address !== null);
    if (found === void 0 || found.address === null)
      return this.absent(plan, "no such function");
    try {
      const outcome2 = this.hook(plan, known, found.address);
      this.missing.delete(plan);
      this.stacks.trust(folderOf(found.module));
      return outcome2;
    } catch (error) {
      return { state: "failed", overloads: 0, reason: textOf4(error).slice(0, 500) };
    }
  }
  commit() {
    if (!this.following) {
      this.following = true;
      for (const [symbol, follower] of Object.entries(followers))
        this.follow(symbol, follower);
    }
    this.entries.commit();
  }
  /** Rows that a library which was just loaded brings. */
  arrived(module) {
    const outcomes = /* @__PURE__ */ new Map();
    for (const plan of [...this.missing]) {
      if (!isNamed(module, plan.cls))
        continue;
      const outcome2 = this.install(plan);
      if (outcome2.state !== "absent")
        outcomes.set(plan, outcome2);
    }
    if (outcomes.size > 0) {
      this.entries.commit();
      setTimeout(() => {
        this.guarded(module.name, () => {
          Module.load(module.path);
        });
      }, 0);
    }
    return outcomes;
  }
  /** Tell what has waited long enough; at the last time everything, and how many calls were none of the app's. */
  flush(last) {
    this.contents.flush(last);
    if (!last)
      return;
    for (const [slot, target] of this.targets) {
      const own = target.own + this.entries.own(slot);
      if (own === target.ownTold)
        continue;
      target.ownTold = own;
      const reason = `${own} calls of the phone's own libraries were left out`;
      emit({ k: "hook", t: Date.now(), api: target.api, state: "resolved", overloads: 1, reason });
    }
  }
  /** Put every function back. */
  release() {
    this.entries.release();
    this.targets.clear();
  }
  running() {
    return this.entries.running();
  }
  absent(plan, reason) {
    this.missing.add(plan);
    return { state: "absent", overloads: 0, reason };
  }
  hook(plan, known, address3) {
    const twin = [...this.targets.values()].find((target) => target.address.equals(address3));
    if (twin?.plan === plan)
      return { state: "resolved", overloads: 1, reason: "" };
    if (twin !== void 0) {
      return { state: "resolved", overloads: 1, reason: `the same function as ${twin.plan.method}, told as ${twin.api}` };
    }
    const wanted = known.numbers === void 0 ? plan.names : plan.names.map((name2) => known.numbers?.[name2] ?? fail2(`no number is known for ${name2}`));
    const slot = this.entries.add(address3, known, wanted);
    const types = plan.overloads[0] ?? [];
    this.targets.set(slot, {
      api: plan.api,
      label: `(${types.join(", ")})`,
      sited: true,
      plan,
      types,
      known,
      address: address3,
      own: 0,
      ownTold: 0,
      detail: plan.hot ? Math.min(HOT_DETAIL2, this.agent.detail) : this.agent.detail
    });
    return { state: "resolved", overloads: 1, reason: "" };
  }
  follow(symbol, follower) {
    const address3 = librariesNamed("libc.so").map((module) => module.findExportByName(symbol)).find((one2) => one2 !== null);
    if (address3 === void 0 || this.entries.has(address3))
      return;
    try {
      this.entries.add(address3, follower, []);
    } catch (error) {
      problem(`native ${symbol}`, error);
    }
  }
  guarded(where, fn) {
    try {
      fn();
    } catch (error) {
      problem(`native ${where}`, error);
    }
  }
  gate(context, at) {
    const tid = Process.getCurrentThreadId();
    if (this.agent.busy(tid))
      return;
    const target = this.targets.get(at.readPointer().toUInt32());
    if (target === void 0)
      return;
    try {
      this.agent.silently(tid, () => {
        this.meet(new NativeCall(target, at), context, tid);
      });
    } catch (error) {
      problem(target.api, error);
    }
  }
  meet(call, context, tid) {
    const { target } = call;
    const callers = this.stacks.callers(context, call.word(CALL.frame), call.word(CALL.caller));
    const java = this.agent.javaStack();
    const key = `${target.api}:${callers.join(",")}:${java?.key ?? ""}`;
    let event = this.verdicts.get(key);
    if (event === void 0) {
      if (this.verdicts.size >= MOST_VERDICTS)
        this.verdicts.clear();
      event = this.isEvent(target, callers, java, tid);
      this.verdicts.set(key, event);
    }
    if (!event || target.plan.names.length > 0 && isOwn(call.args()[0] ?? "")) {
      target.own++;
      return;
    }
    const value = target.known.value?.(call, this.agent.maxValue) ?? null;
    const { name: name2 } = call;
    const counter = this.agent.counters.of(target, {
      key: digest4(`${callers.join(",")}:${java?.key ?? ""}:${name2}`),
      frames: () => [...this.stacks.frames(callers), ...java?.frames() ?? []].slice(0, this.agent.maxFrames),
      origin: () => this.agent.origin(tid)
    });
    const t = Date.now() - call.elapsedMs;
    const n = counter.enter(t);
    const { failed: failed2 } = call;
    if (failed2)
      counter.fail();
    if (n > target.detail)
      return;
    this.tell(call, {
      k: "call",
      t,
      api: target.api,
      overload: target.label,
      site: counter.site,
      thread: this.agent.threadName(),
      tid,
      n,
      args: call.args(),
      result: value?.text ?? null,
      result_length: value?.length ?? 0,
      items: itemsOf(value),
      error: failed2 ? call.error : null
    });
  }
  tell(call, message) {
    const { opens } = call.target.known;
    if (opens === void 0 || call.failed) {
      emit(message);
      if (call.target.known.kind === Kind.exec)
        flush();
      return;
    }
    const descriptor = opens === "stream" ? this.entries.fileno(call.result) : call.result.toInt32();
    this.contents.follow(descriptor, message);
  }
  /** The first code that is not the phone's decides; where a hooked Java method asked for this, the call is its. */
  isEvent(target, callers, java, tid) {
    if (callers.some((address3) => !this.stacks.isSystem(address3)))
      return true;
    const frames = java?.frames() ?? [];
    if (this.agent.inside(frames, target.plan.within))
      return false;
    return frames.some((frame) => !this.agent.carries(frame.cls)) || frames.length > 0 && this.agent.origin(tid) !== null;
  }
};
function digest4(text) {
  return Checksum.compute("sha1", text);
}
function itemsOf(value) {
  return value?.items ?? null;
}
function folderOf(module) {
  return module.path.slice(0, module.path.lastIndexOf("/") + 1);
}
function fail2(message) {
  throw new Error(message);
}
function textOf4(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/native/install.ts
var watch = null;
var observer = null;
function installNative(plans, agent) {
  const outcomes = /* @__PURE__ */ new Map();
  try {
    if (watch === null)
      lookAround();
    watch ??= new Watch(agent);
  } catch (error) {
    const reason = `the native filter: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500);
    return new Map(plans.map((plan) => [plan, { state: "failed", overloads: 0, reason }]));
  }
  for (const plan of plans)
    outcomes.set(plan, watch.install(plan));
  watch.commit();
  observe(watch);
  return outcomes;
}
function observe(current) {
  if (observer !== null)
    return;
  onFlush((last) => {
    current.flush(last);
  });
  observer = Process.attachModuleObserver({
    onAdded(module) {
      try {
        heardOf(module);
        for (const [plan, outcome2] of current.arrived(module)) {
          emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome2 });
        }
      } catch (error) {
        problem(`native hooks of ${module.name}`, error);
      }
    }
  });
}
function releaseNative() {
  observer?.detach();
  observer = null;
  watch?.release();
}
function nativeCallsRunning() {
  return watch?.running() ?? 0;
}

// src/network/base64.ts
var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function decode(text) {
  const values = new Uint8Array(128);
  for (let i = 0; i < LETTERS.length; i++)
    values[LETTERS.charCodeAt(i)] = i;
  const letters = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  const bytes = new Uint8Array(letters * 6 >> 3);
  let held3 = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < letters; i++) {
    held3 = (held3 << 6 | (values[text.charCodeAt(i)] ?? 0)) & 65535;
    bits += 6;
    if (bits < 8)
      continue;
    bits -= 8;
    bytes[at++] = held3 >> bits & 255;
  }
  return bytes;
}

// src/network/machine.ts
var MACHINES = {
  x64: {
    size: 1286128,
    data: 65536,
    symbols: {
      active: 65620,
      adopt: 18289,
      agent: 65632,
      changed: 17360,
      changed_connections: 17624,
      connections: 987120,
      connections_lost: 69032,
      encode: 17729,
      entries: 2288,
      fd_entries: 1152,
      flow_of: 135152,
      flows: 397296,
      flows_lost: 69028,
      gate: 7936,
      host: 65536,
      java_tls: 69344,
      nested: 69072,
      originals: 65920,
      others: 69036,
      plain: 69048,
      process: 65624,
      proxy_address: 69008,
      proxy_port: 68992,
      reap: 18073,
      reap_connection: 18116,
      refuse_quic: 69056,
      running: 65904,
      sample_all: 17216
    },
    code: "SIn4SIXSdBIxyUCKPA5AiDwISP/BSDnKdfDDSIn4SIXSdA4xyUCINAhI/8FIOcp19MO4AQAAAEiF0nQUMclEigQPRDoEDnUJSP/BSDnKde7DMcDDSItPCDHASIXJdBlIOfF2BUg5N3YKSItPGEiDxxDr57gBAAAAw1D/FcD/AACLAFnDU4n7/xWz/wAAiRhbw1Mx24M9tf8AAAB1FLgBAAAAuQEAAACHDaP/AACFyXQXg/tlcgb/FYz/AAD/w4H7IE4AAHXOMcBbw8cFfP8AAAAAAADDQVZTUDHbgz1y/wAAAHRZSYn+/xUT/wAAOwVl/wAAdUhIiw1s/wAASIXJdB5IjQVY/wAATDnxdgVMOTB2K0iLSBhIg8AQSIXJdenw/wVKAAEAuwEAAACDPSL/AAAAdQnw/w01AAEAMduJ2EiDxAhbQV7D8P8NIgABAMNQQYn6TI0dJgABAEiLPkiLRghIi1YQSItOGEyLRiBMi04oSIt2MEiJNCRIicZD/xTTWcNBV0FWQVRTSIPsKEiJfCQYSIlUJCBIiXQkCEiJVCQQRTHkSIH+ABAAAHJCSInTSYn2SYn/iz2c/gAARTHkSI10JBhIjUwkCLoBAAAAQbgBAAAARTHJ/xVT/gAASDnYdQhBvAEAAADrBUiFwHgPRIngSIPEKFtBXEFeQV/D/xU8/gAAgzgmdAv/FTH+AACDOAF120iF23TJMcBBigwGQYgMB0j/wEg5w3Xw67UxwMYEAgBI/8BIg/gSdfMxwEiD/hByZ0QPtgdEiEQk/g+2TwGITCT/weEIRAnBZoP5AnUbZsdCCv//McCKTAcEiEwCDEj/wEiD+AR17+seSIP+GHIpZoP5CnUjMcCKTAcIiAwCSP/ASIP4EHXwD7dHAmbBwAhmiUIQuAEAAADDVUFWU0iD7CBIg/4cQb4cAAAATA9C9jHtSIP+EHIoSInTSIn4SInnSInGTIny6KT+//+FwHQQSInnTIn2SIna6D3///+JxYnoSIPEIFtBXl3Diw19CgEAMcCFyXQrD7dXEDnRdSMxwEiNDXYKAQAx0kCKNBdAOjQKdQ5I/8JIg/oQde24AQAAAMMxyUiNBSRFAACKFA86FAF1NEj/wUiD+Qx174pHDIpPDTx/dRSEyXUQgH8OAHUIsQGAfw8BdEwxyQpPDgpPDwjBD5TB6z0xyYoUDzoUAXUxSP/BSIP5CnXvZg9uRwpmD2/IZg9y0RBmD+vIZg9vwWYPcdAIZg/rwWYPfsAKRw50BjHJD7bBw4B/DwIPksHr81NIg+wQSI1cJAzHAwAAAABMjUQkCEHHAAQAAABIidn/FSf8AAAxyffYGckLC4nISIPEEFvDU0iD7BAx20iJ4UiJGUyNRCQMQccACAAAAL4BAAAAujkAAAD/Fe77AACFwHUESIscJEiJ2EiDxBBbw8zMzMzMzMzMzMzMzMxVSInlSIPsQEiJPCRIiXQkCEiJVCQQSIlMJBhMiUQkIEyJTCQoSItFEEiJRCQwSInnSInuRIna6Kg4AADJw2aQgf8AAAEAcxFMjR1hCwEAQYn6Q/YEEwd1Bv8l4fwAAEG7AAAAAOuZZi4PH4QAAAAAAGYuDx+EAAAAAAAPH0QAAIH/AAABAHMRTI0dIQsBAEGJ+kP2BBMHdQb/Jan8AABBuwEAAADpVv///2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHeEKAQBBifpD9gQTB3UG/yVx/AAAQbsCAAAA6Rb///9mLg8fhAAAAAAAZi4PH4QAAAAAAGaQgf8AAAEAcxFMjR2hCgEAQYn6Q/YEEwd1Bv8lOfwAAEG7AwAAAOnW/v//Zi4PH4QAAAAAAGYuDx+EAAAAAABmkIH/AAABAHMRTI0dYQoBAEGJ+kP2BBMHdQb/JQH8AABBuwQAAADplv7//2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHSEKAQBBifpD9gQTAXUG/yXJ+wAAQbsFAAAA6Vb+//9mLg8fhAAAAAAAZi4PH4QAAAAAAGaQgf8AAAEAcxFMjR3hCQEAQYn6Q/YEEwZ1Bv8lkfsAAEG7BgAAAOkW/v//Zi4PH4QAAAAAAGYuDx+EAAAAAABmkIH/AAABAHMRTI0doQkBAEGJ+kP2BBMGdQb/JVn7AABBuwcAAADp1v3//2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHWEJAQBBifpD9gQTBnUG/yUh+wAAQbsIAAAA6Zb9//9mLg8fhAAAAAAAZi4PH4QAAAAAAGaQgf8AAAEAcxFMjR0hCQEAQYn6Q/YEEwZ1Bv8l6foAAEG7CQAAAOlW/f//Zi4PH4QAAAAAAGYuDx+EAAAAAABmkIH/AAABAHMRTI0d4QgBAEGJ+kP2BBMGdQb/JbH6AABBuwoAAADpFv3//2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHaEIAQBBifpD9gQTBnUG/yV5+gAAQbsLAAAA6db8//9mLg8fhAAAAAAAZi4PH4QAAAAAAGaQgf8AAAEAcxFMjR1hCAEAQYn6Q/YEEwJ1Bv8lQfoAAEG7DAAAAOmW/P//Zi4PH4QAAAAAAGYuDx+EAAAAAABmkIH/AAABAHMRTI0dIQgBAEGJ+kP2BBMCdQb/JQn6AABBuw0AAADpVvz//2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHeEHAQBBifpD9gQTAnUG/yXR+QAAQbsOAAAA6Rb8//9mLg8fhAAAAAAAZi4PH4QAAAAAAGaQgf8AAAEAcxFMjR2hBwEAQYn6Q/YEEwJ1Bv8lmfkAAEG7DwAAAOnW+///Zi4PH4QAAAAAAGYuDx+EAAAAAABmkIH/AAABAHMRTI0dYQcBAEGJ+kP2BBMCdQb/JWH5AABBuxAAAADplvv//2YuDx+EAAAAAABmLg8fhAAAAAAAZpCB/wAAAQBzEUyNHSEHAQBBifpD9gQTAnUG/yUp+QAAQbsRAAAA6Vb7//9mDx9EAABBuyAAAADpRfv//w8fRAAAQbshAAAA6TX7//8PH0QAAEG7IgAAAOkl+///Dx9EAABBuyMAAADpFfv//w8fRAAAQbskAAAA6QX7//8PH0QAAEG7JQAAAOn1+v//Dx9EAABBuyYAAADp5fr//w8fRAAAQbsnAAAA6dX6//8PH0QAAEG7KAAAAOnF+v//Dx9EAABBuykAAADptfr//w8fRAAAQbsqAAAA6aX6//8PH0QAAEG7KwAAAOmV+v//Dx9EAABBuywAAADphfr//w8fRAAAQbstAAAA6XX6//8PH0QAAEG7LgAAAOll+v//Dx9EAABBuy8AAADpVfr//w8fRAAAQbswAAAA6UX6//8PH0QAAEG7MQAAAOk1+v//Dx9EAABBuzIAAADpJfr//w8fRAAAQbszAAAA6RX6//8PH0QAAEG7NAAAAOkF+v//Dx9EAABBuzUAAADp9fn//w8fRAAAQbs2AAAA6eX5//8PH0QAAEG7NwAAAOnV+f//Dx9EAABBuzgAAADpxfn//w8fRAAAQbs5AAAA6bX5//8PH0QAAEG7OgAAAOml+f//Dx9EAABBuzsAAADplfn//w8fRAAAQbs8AAAA6YX5//8PH0QAAEG7PQAAAOl1+f//Dx9EAABBuz4AAADpZfn//w8fRAAAQbs/AAAA6VX5//8PH0QAAEG7QAAAAOlF+f//Dx9EAABBu0EAAADpNfn//w8fRAAAQbtCAAAA6SX5//8PH0QAAEG7QwAAAOkV+f//Dx9EAABBu0QAAADpBfn//w8fRAAAQbtFAAAA6fX4//8PH0QAAEG7RgAAAOnl+P//Dx9EAABBu0cAAADp1fj//w8fRAAAQbtIAAAA6cX4//8PH0QAAEG7SQAAAOm1+P//Dx9EAABBu0oAAADppfj//w8fRAAAQbtLAAAA6ZX4//8PH0QAAEG7TAAAAOmF+P//Dx9EAABBu00AAADpdfj//w8fRAAAQbtOAAAA6WX4//8PH0QAAEG7TwAAAOlV+P//Dx9EAABBu1AAAADpRfj//w8fRAAAQbtRAAAA6TX4//8PH0QAAEG7UgAAAOkl+P//Dx9EAABBu1MAAADpFfj//w8fRAAAQbtUAAAA6QX4//8PH0QAAEG7VQAAAOn19///Dx9EAABBu1YAAADp5ff//w8fRAAAQbtXAAAA6dX3//8PH0QAAEG7WAAAAOnF9///Dx9EAABBu1kAAADptff//w8fRAAAQbtaAAAA6aX3//8PH0QAAEG7WwAAAOmV9///Dx9EAABBu1wAAADphff//w8fRAAAQbtdAAAA6XX3//8PH0QAAEG7XgAAAOll9///Dx9EAABBu18AAADpVff//w8fRAAAQbtgAAAA6UX3//8PH0QAAEG7YQAAAOk19///Dx9EAABBu2IAAADpJff//w8fRAAAQbtjAAAA6RX3//8PH0QAAEG7ZAAAAOkF9///Dx9EAABBu2UAAADp9fb//w8fRAAAQbtmAAAA6eX2//8PH0QAAEG7ZwAAAOnV9v//Dx9EAABBu2gAAADpxfb//w8fRAAAQbtpAAAA6bX2//8PH0QAAEG7agAAAOml9v//Dx9EAABBu2sAAADplfb//w8fRAAAQbtsAAAA6YX2//8PH0QAAEG7bQAAAOl19v//Dx9EAABBu24AAADpZfb//w8fRAAAQbtvAAAA6VX2//8PH0QAAEG7cAAAAOlF9v//Dx9EAABBu3EAAADpNfb//w8fRAAAQbtyAAAA6SX2//8PH0QAAEG7cwAAAOkV9v//Dx9EAABBu3QAAADpBfb//w8fRAAAQbt1AAAA6fX1//8PH0QAAEG7dgAAAOnl9f//Dx9EAABBu3cAAADp1fX//w8fRAAAQbt4AAAA6cX1//8PH0QAAEG7eQAAAOm19f//Dx9EAABBu3oAAADppfX//w8fRAAAQbt7AAAA6ZX1//8PH0QAAEG7fAAAAOmF9f//Dx9EAABBu30AAADpdfX//w8fRAAAQbt+AAAA6WX1//8PH0QAAEG7fwAAAOlV9f//Dx9EAABBu4AAAADpRfX//w8fRAAAQbuBAAAA6TX1//8PH0QAAEG7ggAAAOkl9f//Dx9EAABBu4MAAADpFfX//w8fRAAAQbuEAAAA6QX1//8PH0QAAEG7hQAAAOn19P//Dx9EAABBu4YAAADp5fT//w8fRAAAQbuHAAAA6dX0//8PH0QAAEG7iAAAAOnF9P//Dx9EAABBu4kAAADptfT//w8fRAAAQbuKAAAA6aX0//8PH0QAAEG7iwAAAOmV9P//Dx9EAABBu4wAAADphfT//w8fRAAAQbuNAAAA6XX0//8PH0QAAEG7jgAAAOll9P//Dx9EAABBu48AAADpVfT//w8fRAAAQbuQAAAA6UX0//8PH0QAAEG7kQAAAOk19P//Dx9EAABBu5IAAADpJfT//w8fRAAAQbuTAAAA6RX0//8PH0QAAEG7lAAAAOkF9P//Dx9EAABBu5UAAADp9fP//w8fRAAAQbuWAAAA6eXz//8PH0QAAEG7lwAAAOnV8///Dx9EAABBu5gAAADpxfP//w8fRAAAQbuZAAAA6bXz//8PH0QAAEG7mgAAAOml8///Dx9EAABBu5sAAADplfP//w8fRAAAQbucAAAA6YXz//8PH0QAAEG7nQAAAOl18///Dx9EAABBu54AAADpZfP//w8fRAAAQbufAAAA6VXz//8PH0QAAEG7oAAAAOlF8///Dx9EAABBu6EAAADpNfP//w8fRAAAQbuiAAAA6SXz//8PH0QAAEG7owAAAOkV8///Dx9EAABBu6QAAADpBfP//w8fRAAAQbulAAAA6fXy//8PH0QAAEG7pgAAAOnl8v//Dx9EAABBu6cAAADp1fL//w8fRAAAQbuoAAAA6cXy//8PH0QAAEG7qQAAAOm18v//Dx9EAABBu6oAAADppfL//w8fRAAAQburAAAA6ZXy//8PH0QAAEG7rAAAAOmF8v//Dx9EAABBu60AAADpdfL//w8fRAAAQbuuAAAA6WXy//8PH0QAAEG7rwAAAOlV8v//Dx9EAABBu7AAAADpRfL//w8fRAAAQbuxAAAA6TXy//8PH0QAAEG7sgAAAOkl8v//Dx9EAABBu7MAAADpFfL//w8fRAAAQbu0AAAA6QXy//8PH0QAAEG7tQAAAOn18f//Dx9EAABBu7YAAADp5fH//w8fRAAAQbu3AAAA6dXx//8PH0QAAEG7uAAAAOnF8f//Dx9EAABBu7kAAADptfH//w8fRAAAQbu6AAAA6aXx//8PH0QAAEG7uwAAAOmV8f//Dx9EAABBu7wAAADphfH//w8fRAAAQbu9AAAA6XXx//8PH0QAAEG7vgAAAOll8f//Dx9EAABBu78AAADpVfH//w8fRAAAQbvAAAAA6UXx//8PH0QAAEG7wQAAAOk18f//Dx9EAABBu8IAAADpJfH//w8fRAAAQbvDAAAA6RXx//8PH0QAAEG7xAAAAOkF8f//Dx9EAABBu8UAAADp9fD//w8fRAAAQbvGAAAA6eXw//8PH0QAAEG7xwAAAOnV8P//Dx9EAABBu8gAAADpxfD//w8fRAAAQbvJAAAA6bXw//8PH0QAAEG7ygAAAOml8P//Dx9EAABBu8sAAADplfD//w8fRAAAQbvMAAAA6YXw//8PH0QAAEG7zQAAAOl18P//Dx9EAABBu84AAADpZfD//w8fRAAAQbvPAAAA6VXw//8PH0QAAEG70AAAAOlF8P//Dx9EAABBu9EAAADpNfD//w8fRAAAQbvSAAAA6SXw//8PH0QAAEG70wAAAOkV8P//Dx9EAABBu9QAAADpBfD//w8fRAAAQbvVAAAA6fXv//8PH0QAAEG71gAAAOnl7///Dx9EAABBu9cAAADp1e///w8fRAAAQbvYAAAA6cXv//8PH0QAAEG72QAAAOm17///Dx9EAABBu9oAAADppe///w8fRAAAQbvbAAAA6ZXv//8PH0QAAEG73AAAAOmF7///Dx9EAABBu90AAADpde///w8fRAAAQbveAAAA6WXv//8PH0QAAEG73wAAAOlV7///Dx9EAABBu+AAAADpRe///w8fRAAAQbvhAAAA6TXv//8PH0QAAEG74gAAAOkl7///Dx9EAABBu+MAAADpFe///w8fRAAAQbvkAAAA6QXv//8PH0QAAEG75QAAAOn17v//Dx9EAABBu+YAAADp5e7//w8fRAAAQbvnAAAA6dXu//8PH0QAAEG76AAAAOnF7v//Dx9EAABBu+kAAADpte7//w8fRAAAQbvqAAAA6aXu//8PH0QAAEG76wAAAOmV7v//Dx9EAABBu+wAAADphe7//w8fRAAAQbvtAAAA6XXu//8PH0QAAEG77gAAAOll7v//Dx9EAABBu+8AAADpVe7//w8fRAAAQbvwAAAA6UXu//8PH0QAAEG78QAAAOk17v//Dx9EAABBu/IAAADpJe7//w8fRAAAQbvzAAAA6RXu//8PH0QAAEG79AAAAOkF7v//Dx9EAABBu/UAAADp9e3//w8fRAAAQbv2AAAA6eXt//8PH0QAAEG79wAAAOnV7f//Dx9EAABBu/gAAADpxe3//w8fRAAAQbv5AAAA6bXt//8PH0QAAEG7+gAAAOml7f//Dx9EAABBu/sAAADple3//w8fRAAAQbv8AAAA6YXt//8PH0QAAEG7/QAAAOl17f//Dx9EAABBu/4AAADpZe3//w8fRAAAQbv/AAAA6VXt//8PH0QAAEG7AAEAAOlF7f//Dx9EAABBuwEBAADpNe3//w8fRAAAQbsCAQAA6SXt//8PH0QAAEG7AwEAAOkV7f//Dx9EAABBuwQBAADpBe3//w8fRAAAQbsFAQAA6fXs//8PH0QAAEG7BgEAAOnl7P//Dx9EAABBuwcBAADp1ez//w8fRAAAQbsIAQAA6cXs//8PH0QAAEG7CQEAAOm17P//Dx9EAABBuwoBAADppez//w8fRAAAQbsLAQAA6ZXs//8PH0QAAEG7DAEAAOmF7P//Dx9EAABBuw0BAADpdez//w8fRAAAQbsOAQAA6WXs//8PH0QAAEG7DwEAAOlV7P//Dx9EAABBuxABAADpRez//w8fRAAAQbsRAQAA6TXs//8PH0QAAEG7EgEAAOkl7P//Dx9EAABBuxMBAADpFez//w8fRAAAQbsUAQAA6QXs//8PH0QAAEG7FQEAAOn16///Dx9EAABBuxYBAADp5ev//w8fRAAAQbsXAQAA6dXr//8PH0QAAEG7GAEAAOnF6///Dx9EAABBuxkBAADptev//w8fRAAAQbsaAQAA6aXr//8PH0QAAEG7GwEAAOmV6///Dx9EAABBuxwBAADphev//w8fRAAAQbsdAQAA6XXr//8PH0QAAEG7HgEAAOll6///Dx9EAABBux8BAADpVev//w8fRAAAQbsgAQAA6UXr//8PH0QAAEG7IQEAAOk16///Dx9EAABBuyIBAADpJev//w8fRAAAQbsjAQAA6RXr//8PH0QAAEG7JAEAAOkF6///Dx9EAABBuyUBAADp9er//w8fRAAAQbsmAQAA6eXq//8PH0QAAEG7JwEAAOnV6v//Dx9EAABBuygBAADpxer//w8fRAAAQbspAQAA6bXq//8PH0QAAEG7KgEAAOml6v//Dx9EAABBuysBAADpler//w8fRAAAQbssAQAA6YXq//8PH0QAAEG7LQEAAOl16v//Dx9EAABBuy4BAADpZer//w8fRAAAQbsvAQAA6VXq//8PH0QAAEG7MAEAAOlF6v//Dx9EAABBuzEBAADpNer//w8fRAAAQbsyAQAA6SXq//8PH0QAAEG7MwEAAOkV6v//Dx9EAABBuzQBAADpBer//w8fRAAAQbs1AQAA6fXp//8PH0QAAEG7NgEAAOnl6f//Dx9EAABBuzcBAADp1en//w8fRAAAQbs4AQAA6cXp//8PH0QAAEG7OQEAAOm16f//Dx9EAABBuzoBAADppen//w8fRAAAQbs7AQAA6ZXp//8PH0QAAEG7PAEAAOmF6f//Dx9EAABBuz0BAADpden//w8fRAAAQbs+AQAA6WXp//8PH0QAAEG7PwEAAOlV6f//Dx9EAABBu0ABAADpRen//w8fRAAAQbtBAQAA6TXp//8PH0QAAEG7QgEAAOkl6f//Dx9EAABBu0MBAADpFen//w8fRAAAQbtEAQAA6QXp//8PH0QAAEG7RQEAAOn16P//Dx9EAABBu0YBAADp5ej//w8fRAAAQbtHAQAA6dXo//8PH0QAAEG7SAEAAOnF6P//Dx9EAABBu0kBAADptej//w8fRAAAQbtKAQAA6aXo//8PH0QAAEG7SwEAAOmV6P//Dx9EAABBu0wBAADphej//w8fRAAAQbtNAQAA6XXo//8PH0QAAEG7TgEAAOll6P//Dx9EAABBu08BAADpVej//w8fRAAAQbtQAQAA6UXo//8PH0QAAEG7UQEAAOk16P//Dx9EAABBu1IBAADpJej//w8fRAAAQbtTAQAA6RXo//8PH0QAAEG7VAEAAOkF6P//Dx9EAABBu1UBAADp9ef//w8fRAAAQbtWAQAA6eXn//8PH0QAAEG7VwEAAOnV5///Dx9EAABBu1gBAADpxef//w8fRAAAQbtZAQAA6bXn//8PH0QAAEG7WgEAAOml5///Dx9EAABBu1sBAADplef//w8fRAAAQbtcAQAA6YXn//8PH0QAAEG7XQEAAOl15///Dx9EAABBu14BAADpZef//w8fRAAAQbtfAQAA6VXn//8PH0QAAEG7YAEAAOlF5///Dx9EAABBu2EBAADpNef//w8fRAAAQbtiAQAA6SXn//8PH0QAAEG7YwEAAOkV5///Dx9EAABBu2QBAADpBef//w8fRAAAQbtlAQAA6fXm//8PH0QAAEG7ZgEAAOnl5v//Dx9EAABBu2cBAADp1eb//w8fRAAAQbtoAQAA6cXm//8PH0QAAEG7aQEAAOm15v//Dx9EAABBu2oBAADppeb//w8fRAAAQbtrAQAA6ZXm//8PH0QAAEG7bAEAAOmF5v//Dx9EAABBu20BAADpdeb//w8fRAAAQbtuAQAA6WXm//8PH0QAAEG7bwEAAOlV5v//Dx9EAABBu3ABAADpReb//w8fRAAAQbtxAQAA6TXm//8PH0QAAEG7cgEAAOkl5v//Dx9EAABBu3MBAADpFeb//w8fRAAAQbt0AQAA6QXm//8PH0QAAEG7dQEAAOn15f//Dx9EAABBu3YBAADp5eX//w8fRAAAQbt3AQAA6dXl//8PH0QAAEG7eAEAAOnF5f//Dx9EAABBu3kBAADpteX//w8fRAAAQbt6AQAA6aXl//8PH0QAAEG7ewEAAOmV5f//Dx9EAABBu3wBAADpheX//w8fRAAAQbt9AQAA6XXl//8PH0QAAEG7fgEAAOll5f//Dx9EAABBu38BAADpVeX//2YuDx+EAAAAAABmLg8fhAAAAAAAkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQw2YuDx+EAAAAAABmLg8fhAAAAAAAZi4PH4QAAAAAAJBTSIPsEEiJ/kiNXCQIuggAAABIid/opuD//0iLA0iDxBBbw1NIg+wQSIn+SI1cJAy6BAAAAEiJ3+iD4P//iwNIg8QQW8NTSIPsQMdEJAgcAAAAZoN/IAB1PEiJ+0iNRCQgSI1UJAiJ90iJxv8VZ+AAAIXAdSCLdCQISI18JCBIjVQkDuhl4v//hcB0CQ+3RCQeZolDIEiDxEBbw1VBV0FWQVVBVFNIgewoAQAAQYnWifVIifvHRCQQAAEAAOiE////gHsiAA+FzAIAAEyNfCQgugABAABMif8x9uj83///TI1EJBCJ774GAAAAugsAAABMifn/FdffAACFwA+FlgIAAIF8JBCHAAAAdxRIg8MIuIAAAABJid9BCQfpeAIAAEiNtCSgAAAARA+2boBMjXwkCLoIAAAATIn/6ILf//9NiydBg/0LdxK4QAsAAEQPo+hzB4FLCAACAABBg/0HdXqBfCQQ2AAAAHJwSI20JJgAAABMjXwkCLoIAAAATIn/6D3f//9JiwdIiUQkGEiNtCToAAAATI18JAi6CAAAAEyJ/+gb3///TYs/SI20JPAAAABIjXwkCLoIAAAA6AHf//9IjUQkCEwrOEmDxwJMOXwkGHUHgUsIAAIAAItDCMHoCU2F5A+VwSDBD7bBSIlEJBiBfCQQ2AAAAA+ClwAAAEiNtCToAAAATI18JAi6CAAAAEyJ/+ip3v//TYs/SI20JPAAAABIjXwkCLoIAAAA6I/e//9IjUQkCEwrOEyJ+EGD/QJ0KkyJ+EGD/Qd0IUiNtCSwAAAASI18JAi6BAAAAOhe3v//SI1EJAiLAEwB+EGA/QwPksG6cAoAAEQPo+oPksIgykw5+A+XwSDRD7bJSCnI6YMAAADHRCQUAAAAAEGNRfw8BnMTD7bAQb8CAAAAuScAAAAPo8FyDkUx/0GD/QtBD5THSf/HSI1UJBS+EVQAAInv/xUR3gAASI20JJgAAABIjXwkCLoIAAAA6NLd//8xyUGD/QdIjUQkFEhjAEgPRMFBg/0CSA9EwUiNVCQISAMCTCn4SA9CwUwrZCQYSDtDSHYESIlDSEw7Y1B2BEyJY1BMjXsIQYP9Ag+VwUGD/QcPlcKE0XUKSIXAdQVNheR0BEGDDwRBg/0HdT1B9wcEAAAAdTRBgw8IRYX2dCtB9wcCAAAAdSKJ774BAAAAugQAAADo/uD//4XAfg2JQxi4AgAAAOmA/f//SIHEKAEAAFtBXEFdQV5BX13DVUFXQVZBVUFUU1CJ+41D/0iNBMBIweAETI096OwFAE6NJDhJg8RATI0t2ewBAEUx9jHtQw+3RHUAhcB0FjnYdBL/yEiNBMBIweAEQg+3RDgc6+ZmhcB0QUmDPCQAdA5EiffoqeD//0k7BCR1DEWJdCTQvQEAAADrIDHASI0NhewDAGZCiQRxZkOJRHUASI0Fc+wAAEHGBAYASf/GSYH+AAABAHWOiehIg8QIW0FcQV1BXkFfXcNBV0FWQVRTUExj90yNPT/sAQBDD7cEd7sBAAAASIXAdF3/yEiNBMBIweAESI0NH+wFAEiDfAhAAHRETI0kCEmDxEDoE+D//0k7BCR0Meig3P//hcB0JkiNBfTrAwAx22ZCiRxwZkOJHHdIjQXh6wAAQcYEBgDosdz//+sCMduJ2EiDxAhbQVxBXkFfw1VBV0FWQVVBVFNQgf///wAAD4cGAQAAiftBif5MjT2i6wEASI0Fm+sAAEHGBAYAZkODPHcAD4TUAAAA6Cbc//+FwA+E1QAAAEMPtyx3McBmQ4kEd0iNDWrrAwBmQokEcWaF7Q+EkwAAAEyNPVXrBQAPt/2NR/9MjSTAScHkBEMPt2w8HEOLBDyD+AF1ZkODfDwMAHReS40EPEiDwAz/CHQQQzlcPBB1S+gR/v//hcB1Qk+NNCdLg3w8QAB0FU+NLDxJg8VAid/oAt///0k7RQB1EUyJ94neugEAAADoz/r//+sJQ4FMPAgAAQAAQccGAgAAAGaF7Q+FdP///0iDxAhbQVxBXUFeQV9d6ZDb//9IjQWv6gMAZkLHBHAAAEiDxAhbQVxBXUFeQV9dw1NIg+wQD1fASInjDykDMf9Iid7/FcjaAABIaQMAypo7SANDCEiDxBBbw1VBV0FWQVVBVFNIg+wYQYnUSYn3if3o9dr//4XAdDNMjTW56QUAMdtIidlBi4aQAAAASYHGkAAAAEj/w0iB+f4PAAB3BIXAdd+FwHQS6Pfa////BcvnAAAx2+nTAAAAjUP/iw3H5wAAOcF3BokdvecAALqQAAAATIn3MfboGdr//4sFmOcAAP/AiQWQ5wAAQYlGBEGJbhD/FerZAABBiUYURYhmIkEPt0cQZkGJRh5JjX4kuhAAAABMif7ov9n//w9XwEmJ5EEPKQQkMf9Mieb/FeHZAABJaQQkAMqaO0kDRCQISYlGOInv6Ird//9JiUZAQcdGDAEAAABMY+VMjS1r6QEAQw+3RGUAZkGJRhxMif/oZdz//4XAdAVBg04IEGZDiVxlAEHHBgEAAADoF9r//4nYSIPEGFtBXEFdQV5BX13DifhJiQCJ8EmJQAhIiwFJiUAQSItBCEmJQCBIg8EQSYlIGDHASIsMwkmJTMBgSP/ASIP4B3XuTInH6f73//9VQVdBVkFVQVRTSIHsqAAAAESJxUmJzkiJ04l0JAxBifxMjWwkEEUx/7qYAAAATInvMfbo4dj//4noSYlFOESJ4EmJRQCLRCQMSYlFCEmLBkmJRRBJi0YISYlFIEmDxhBNiXUYSosE+0qJRPxwSf/HSYP/B3XuSI18JBDofvf//0iBxKgAAABbQVxBXUFeQV9dw1VBV0FWQVVBVFNIg+wYTInDSYnOidVJifdBif1Iiffofdv//4XAdBBMif/oOdv//4XAD4TDAAAATIl0JAhIiVwkEEljxUiNDRDoAQAPtwRBZoXAdElIjR0A6AUARA+34EGNRCT/TI00wEnB5gRBD7dEHh5mQTtHEHUZSY08HkiDxyS6EAAAAEyJ/ugP2P//hcB1a0EPt0QeHGaFwHW+RInvTIn+ugEAAADoP/3//4XAdElBicSDPXDlAAAAdAxBD7dHED27AQAAdDQx/4nuSItUJAhIi0wkEEWJ4OiO/v//RIng/8hIjQTASMHgBEiNDWjnBQCDTAgIAesDRTHkRIngSIPEGFtBXEFdQV5BX13DVUFXQVZBVUFUU0iD7EjHRCQIHAAAAExj70iNBSznAwBCD7cEaDHbhcB0Cz3//wAAdGaJw+tiSYnOSYnXifVBifxIjXQkIEiNVCQI/xUr1wAAhcB1Q4t0JAhIjXwkIEiNVCQO6CHZ//+FwHQsSI10JA5EieeJ6kyJ+U2J8Ohv/v//icMxwIP7ARnACdhIjQ255gMAZkKJBGmJ2EiDxEhbQVxBXUFeQV9dw8zMzFVBV0FWQVVBVFNIgey4AQAASInVSYn1QYn8SIsGSIlEJCBImEyNNXXmAABC9gQwAol8JBwPhbIAAABEiedMie7outf//0mJx+jc1v//RInhQYnEg/kJD4QjBwAATYX/D44aBwAASIt9COgX1///hcAPhAkHAABJi30ASGPPSI0FHOYBAA+3HEhIhdsPhOoDAABIiUwkIOi0+f//hcAPhNcGAABJidv/y0iNhCSIAAAA80EPb0UI8w9/AEiJQPBIx0D4AQAAAItMJByD+QtIiWwkMA+FrQMAAEmNTRBmSA9+wGYP1kQkeOm4AwAA6DjW//9BicdBvgEAAABBg/wJdQRFi3UQSIt9COh41v//hcAPhNAAAABIi3wkIOgw+f//hcAPhLEAAABJi0UQSIlEJBC7AAQAAEk53kkPQt5NhfZIiWwkMA+ErgAAAESJfCQ4RTH/TI10JHhIi3wkIESJ5kyJ6kiJ6U2J+E2J8ei0BwAAiw364gAAhcB0SIXJdESJwf/JSI0syUjB5QRIjQ0P5QUAD7dMDR6B+bsBAAB1FUiNDfvkBQD3RA0IEAAAAA+EuwMAAEn/x0k530iLbCQwcpfrDIXJdAhJ/8dJOd9yiUiJw0SLfCQ46yJEif/oVNX//+gS1v//RInnTInu6A/W//9JicfpjwUAADHbTIt0JBBEif/oLdX//+jr1f//RIngSI0NGtYAAEiLBMFJi30ASYt1CEGD/Al0BE2LdRBJi00YTYtFIE2LTShJi1UwSIkUJEyJ8v/QSYnG6NzU//9Bg/wJTWP+uQEAAABJD0TPSIlMJDiJRCRMTIl0JHBND0X+TYX/D476AQAASIt9COgE1f//hcAPhOkBAABIg3wkOAAPhNgBAABIidhEieGD4f6JTCRIvTgAAABFMfZBg/wJdQ5Ji0UIiwQoSIlEJBDrDkiLTCRwSIlMJBCFwHUhSIt8JCBEieZMiepIi0wkME2J8EyNTCR46DsGAACFwHR7TYnsSIlEJCj/yEyNLMBJweUESI0dmuMFAEqNPCtIi3QkIOgh8///SInYSItcJBDwSQ/BXAVISDsdPuEAAHMtQfdEBQgQAAAASInBSItEJCh1EEGLtA2IAAAAgf7/DwAAdjJNieVEi2QkHOsRTYnlRItkJBxIi0QkKOsCMcBJ/8ZIg8VATDl0JDgPhS7////p7AAAAEwB6UiBwYgAAAD/xkiLRCQQSI0UA4kxSIlR2E2J5UmLRCQISIlEJGBJi0wkEEiJTCRoSI1UJGBIiVQkUEjHRCRYAQAAAESLZCQcQYP8C3UHSIlEJFDrKoN8JEgIdShBg/wITInxugAAAABID0TKSMHhBkiLVAgQSIlUJFBIi0wIGEiJTCRYupgAAABIjbwksAAAADH26LDS//+LRCQoSImEJOgAAADzD29EJFDzD3+EJPAAAABIi0QkEEiJhCQAAQAASImcJAgBAAC/AQAAAESJ5kyJ6kiLTCQwTI2EJLAAAADoDPn//+n0/v//6IXT//+LfCRM6QcDAABCgCQx++n1AgAAg+H+ugEAAACD+Qh1JmZID37BSItBEEiJRCR4SIPBGEiLEUiJlCSAAAAASIXSD4TwAAAAMckx9kmJ8EnB4ARKi3wACEiF/3QuTosEAEG5AQAAAEmJykOKTAj/QohMFFBJjUoBSYP6BHcNSTn5cwhJ/8FMOfly3Ej/xkg51nMLSIP5BXcFTDn5cq5IjRTbSMHiBEiNNYPhBQBMjQwySYPBYE2LEU2F0g+UwECKfCRQSIP5AnJPQID/FnVJgHwkUQN1QkGwFk2F0g+ELAEAADHASIP5BnJugHwkUgR3Z4B8JFUBD4QXAQAA61pNhf90cEiJw02J/kiLbCQwRIt8JDjpd/z///dEMghAAAAAD4T/AAAAQbADQID/Aw+E4AAAAOntAAAASI0E20jB4ARIjQ3p4AUATI0MCEmDwWBNixFNhdIPlMBIjQzbSMHhBEiNFcngBQCLTBEIQLcW6bIAAABEieGD4f6D+QhIiUQkKA+FpQEAAEiDvCSQAAAAAEyJbCRAD4S8AQAAMdtMjbwksAAAAEUx9kUx7UiLtCSIAAAASAHeuhAAAABMif/o/9H//4XAdApIi4QkuAAAAOsCMcBJAcZJgf3+AwAAdxFJ/8VIg8MQTDusJJAAAAByu0iLfCQgvhEAAAC6ZwAAAOgA1P//TItsJEDpYAEAALABRTHSg0wyCCBIi1QkIEKAJDL7RInHS40MOkmJCUmD/wF1I4TAdB9AgP8WdRlIjQTbSMHgBEiNDeXfBQCDTAgIQOm1AAAATIlMJChIiVwkEEyJbCRATI2sJLAAAAC6mAAAAEyJ7zH2TIndTInT6NrP//9JiW048w9vRCR480EPf0VATYl9UEmJXVi/AQAAAIt0JBxIi1QkQEiLXCQgSItMJDBNiejoS/b//0iLRCQQSI0EwEjB4ARIjQ1j3wUAg2QICL/3RAgIIAAAAHUuSItUJChIixJIOxUN3QAAcxiLlAiIAAAA/8KJlAiIAAAAgfoAEAAAcgVCgCQz++h40P//RInn6K3P//9MifhIgcS4AQAAW0FcQV1BXkFfXcNBg/wLdQVFMfbrBE2LdRBIi3wkIL4RAAAAumcAAADotdL//0hjyOnmAAAASIt8JCC+EQAAALpnAAAA6JnS//9FMfZImEiJRCQQSIuEJKAAAABBvwABAABMOfhMD0L4SIXAD4SlAAAASIu0JJgAAABIjbwksAAAAEyJ+ugX0P//hcAPhIUAAAAx20yJfCQgSI1DEkw5+Hd1TI08HEmBx7AAAABMif/oqu3//0mJxUiNPBxIgce4AAAA6Lrt//+D+BF1I0mDxwxMif/oqe3//4P4Z3USSI2EJLAAAAAPt0QDEEiJRCQQSYP9EEyLfCQgchdJjUUHSIPg+EgBw005/UyLbCRAdonrBUyLbCRASItMJBBIjQXs3QUASI0cKEiDwwi4AQAAAEiFyX4bSInOTDnxSItMJDBzE0mNBDZI/8gx0kj39usFSItMJDDwSAFDUIsDqAF1GL8CAAAARInmTInqTItEJCjorPT//4MLAejpzv//v28AAADoHM7//0nHx//////pY/7//1VBV0FWQVVBVFNIg+woTYnMTYnFSInLSYnWifVBif+6OAAAAEyJzzH26HnN//+D/Qd1Ck2NZiBBi3Yo60CJ6IPg/oP4CHVmSIlcJAhJweUGMduD/Qi+AAAAAEkPRfVJA3YIujgAAABMiefon87//4XAdFpBi3QkCEiLXCQISYs8JEiF/3QnSI1UJBboqM///4XAdDdIjXQkFkSJ/4nqTInxSYnY6Hf0//+Jw+sgRIn/ie5MifJIidlIg8QoW0FcQV1BXkFfXell9f//MduJ2EiDxChbQVxBXUFeQV9dw8zMVUFXQVZBVUFUU1BIidVJifdBif3o4s3//0iJw0mJxugBzf//QY1N8oP5A4lEJAR3F4nISI0N4hQAAEiLBMFBigTHJALQ6OsCMcBBg/0RSWPOSA9E2UiF2w+OzAAAAITAD4XEAAAATYsnQYH8//8AAA+HtAAAAEiLfQjoAs3//4XAD4SjAAAAQYP9D3RDQYP9EHQxQYP9EXVIRTH2SYndSYtHCEqLNDBCi1QwCEKLTDA4RInn6IMAAABJg8ZASf/Ndd3rWEmLRwhIizCLUAjrQUmLRyhIhcB0NEmLdyCLEOswRIngSI0NsdsBAA+3BEFIhcB0KP/ISI0EwEjB4ARIjQ2X2wUA8EwBdAhQ6w8x9jHSRInnTInx6CAAAADo0sz//4t8JAToBsz//0iJ2EiDxAhbQVxBXUFeQV9dw1VBV0FWQVVBVFNIg+wYSInLif1IhfYPhJEAAABIg/oQD4KHAAAASI1EJAZIifdIidZIicLoZM3//4XAdHCJ6EiNDRrbAQAPtwxBZoXJD4SCAAAATI09BtsFAEyNdCQGRA+36UGNRf9MjSTAScHkBEMPt0w8HjHAZjtMJBZ1HkuNPDxIg8ckuhAAAABMifboD8v//4XARA9E6ESJ6IXAdRpDD7dMPBxmhcl1tOsNiehIjQ2q2gEAD7cEQYXAdBf/yEiNBMBIweAESI0NkdoFAPBIAVwIUEiDxBhbQVxBXUFeQV9dw1VBV0FWQVVBVFNIg+woSYn1SYn/SIsfidhIiQQk6OPK//+JxUmLfQjoNMv//4XASIlcJCB0RoXbD4hQAQAASYt/CEGLdxBIjVQkDujozP//hcAPhDYBAACJ374BAAAAugMAAADo583//4H7AAABAHIZ/wW51wAA6RIBAABMietFMfZFMeTpEgEAAIP4AXQ3g/gCD4X2AAAAid++AQAAALomAAAA6KfN//+D+BEPhdwAAABIjQXD2QAASIsMJIAMAQLpyAAAAEiNBa/ZAQBIiwwkD7cESEiFwHRV/8hMjTTAScHmBEyNJZHZBQBD90QmCAIAAAB1OUMPt0QmHmY7RCQedSxLjTwmSIPHJEiNdCQOuhAAAADopMn//4XAdBFPi3QmQInf6FvN//9JOcZ0X4nf6IHt//9IjXwkDuiBzP//hcB0DkiNfCQO6DvM//+FwHQ8SI10JA6J3zHS6K3u//+FwHQqQYnESIM91dYAAAAPhAYBAABIjXwkDugKzP//hcAPlMDA4AIMAenvAAAARTHkRTH2TInr6DfK//+J7+htyf//vyEAAABMif7oK8r//0mJx+hNyf//QYnFgXwkIP//AAB3KkiNBbDYAABIiwwk9gQBAnQZRIn4SIXAdRFIjQWX2AMASIsMJGbHBEgAAEWF5HRgQf/MT40k5EnB5ARIjS122AUAQYtELAREOfB1REiLewjoSMn//4XAdDdFhf90GUGNRZaD+Al3CrkBAwAAD6PBcgZBg/0EdTNJjTwsSIt0JCDoyOf//0GDTCwIAeh/yf//RInv6LTI//9MifhIg8QoW0FcQV1BXkFfXcNFiWwsGEGDTCwIAuvOsAFIjQ341wAASIsUJIgECjH/viEAAABMifpMielFieDo7u7//0SJ4P/ISI0EwEjB4ARIjQ3I1wUARIt0CATp1v7//1VBV0FWQVRTSIPsQEmJ1kiJ84n96C7I//9BiceJ6IPg/oP9I3cVQbQBielIugQAAAAMAAAASA+jynIVi0sIhckPlMKB+QYEAABBD5TEQQjUg/gidXpIi0MIOQN0cj3//wAAd2uJwEiNDVHXAACAPAgAdFxJi34I6CfI//+FwHRPSIsDSIkEJEjHRCQIAQAAAA9XwA8pRCQQDylEJCBIx0QkMAAAAABIgz24yAAAAHQSSInmvwMAAADoYMj//4P4/3QIi3sI6C/r///oRsj//0SJ/+h7x///ie9Iid7oPMj//0mJx+hex///icVFhf8PmcBBIMRBgPwBD4WbAAAASYt+COicx///hcAPhIoAAABIiwNEOfh0fYnBRAn5geEAAP//dXCJw0yNNZHWAABCgDwzAHRg6CbH//+FwHRXSI0FetYBAA+3DFhmhcl0JEiNFWrWBQCJzg+39v/OSI009kjB5gT/RBYMD7d0FhxmhfZ15USJ+maJDFBIjQU/1gMAD7cMWGaJDFBCigQzQogEMugEx///6HzH//+J7+iyxv//TIn4SIPEQFtBXEFeQV9dw1VBV0FWQVVBVFNQSYn3SYn+vyAAAABMifboT8f//0iJw+hxxv//gfv//wAAd2yJxUWLZghJi38I6LbG//+FwHRZQYnfTI0tw9UAAEOAPC8AdAeJ3+jw6f//QYsGg8gIg/gKdSpBg+QPQYP8AXQgQYP8AnUUQYtGEIP4EXQEhcB1B0PGBC8C6wb/BTzTAADo0sb//4nv6AjG//9IidhIg8QIW0FcQV1BXkFfXcNVQVdBVkFVQVRTSIPsWEmJ1kmJ90GJ/Oilxv//SInD6MfF///HRCQMHAAAAIH7//8AAA+HmwAAAInFSYt+COgExv//hcAPhIgAAACJ2kiNBQ7VAQAPtwRQSIXAdD3/yEiNBMBIweAESI0N9NQFAEyLbAhATYXtdCKJ30yJdCQQQYnuSInV6OHI//9IiepEifVMi3QkEEk5xXQtSI0FwdQAAEmJ1YA8AgB0B4nf6Ozo//9IjXQkMEiNVCQMid//Fc/EAACFwHQe6O3F//+J7+gjxf//SInYSIPEWFtBXEFdQV5BX13Di3QkDEiNfCQwSI1UJB7op8b//4XAdMtIjXwkHuihx///hcB1vYnfvgEAAAC6AwAAAOgbyP//g/gBdadIjXQkHonfMdLoxen//4XAdJWJRCQY/8iJbCQQSI0swEjB5QRIjQUX1AUASI08KIne6KHj//9Igz3M0QAAAA+VwMDgAgwBSI0N9dMAAEGIRA0AMf9EieZMifpMifFEi0QkGOjt6v//SI0F1NMFAINMBQgBi2wkEOkr////VUFXQVZTUEmJ10iJ84n96DvE//9BicZJi38I6IvE//+FwHQMizvo1uf//+jtxP//RIn36CLE//+J70iJ3kiDxAhbQV5BX13p2cT//1VBV0FWU1BJifdJif6/BQAAAEyJ9ui/xP//SInD6OHD//+F23V6QYN+CAF1c0GDfhAEdWyJxUmLRhiDOAB0YUmLfwjoF8T//4XAdFRBiwZIjQ0k0wEAD7cEQUiFwHQ1/8hIjQTASMHgBEiNDQrTBQCAfAgiAHUd90QICAYAAAB1E0gByEiDwAhJi04YiwmJSBCDCALoOMT//4nv6G7D//9IidhIg8QIW0FeQV9dw0iJ8EiJ/oP6JXdlidFIjT1YCwAASGMMj0gB+f/hiddIicLpBez//4nXSInC6f/1//+J10iJwunT+v//iddIicLpJf3//4nXSInC6bf+//9IifdIicbpZPz//0iJ90iJxunr9///SIn3SInG6eL+//+J14P6QHIFSInC6whIicLpzwMAAFVBV0FWQVVBVFNIgey4AAAASYnVSInzQYn+6LLC//9Bgf4/AQAAD4eJAAAARYn3QYPnD0GD/wtzfEGD/wcPguoAAADoicL//4nFSYt9COjawv//hcB0R0yNZCQgRTH/upgAAABMiecx9ugFwv//vwcAAABEifZIidpMielNieDomOj//0qLhPyAAAAASokE+0n/x0mD/wd16+gBw///ie/oN8L//0SJ90iJ3uj3wv//SYnE62NEifdIid7o58L//0mJxOgJwv//icVJi30I6FrC//+FwHRBTYnvTI1sJCC6mAAAAEyJ7zH26IXB//9NiWUovwYAAABEifZIidpMiflNiejoFOj//+iSwv//ie/oyMH//02LZShMieBIgcS4AAAAW0FcQV1BXkFfXcNMiWwkCEWNbsBBwe0EQYP/BHIcdUtEifdIid7oWsL//0mJxOh8wf//icVMieDrPonFTItkJAhJi3QkCEiNPcnPAADoOMH//4XAdHoxwEiJBCQxwEiJRCQQRTHt6dEAAADoP8H//4nFSIsDRTHkSIXAdD1Ii0QkCEiLeAjogMH//4XAdCtMiedBg/8EdANIiztIjUwkIESJ7jHS6KECAABIhcB0BscAAgAAAOjDwf//ie/o+cD//0GD/wQPhbj+///pJv///0mLfCQI6DHB//+FwA+EdP///0iLO0iNTCQcRInuugEAAADoVAIAAEiFwHQrMfZBg/8CQA+SxotMsDiNUQGJVLA4hckPlcFIiUwkEEmJxYtABEiJBCTrEEmJxTHASIkEJDHASIlEJBDoQcH//4nv6HfA//9EifdIid7oN8H//0mJxE2F7Q+EnP7//0GLRQQ7BCQPhY/+//8xwEGD/wIPksBMiSwkQf9MhTjoMcD//0H2xg10IUGD/AFMi2wkCA+FY/7//0iLSxhIhckPhFb+//9IiynrETHtRYXkSWPMSA9P6UyLbCQISIXtD5TBSItUJBAIyg+FLf7//4lEJAhJi30I6DXA//+FwA+EGP7//0iNfCQgupgAAAAx9uhiv///SI0FMM8OAEiLFCRIidFIKcFIwfkDSLg5juM4juM4jkgPr8FI/8BIjUwkIEiJQThIg3oYAHUjSIN6IAB1HEyNRCQgvwQAAABEifZIidpMienotuX//0iLFCRBg/8Cc0hIi0IYSIlEJHhIiWwkcEgBxUiJahhIOwWEzAAAcy6LQkCNSAGJSkA9/w8AAHceTI1EJCC/BQAAAESJ9kiJ2kyJ6ehm5f//6wRIAWog6N6///+LfCQI6BK////pSf3//1VBV0FWQVVBVFNIgeyYAAAASYnWSYn3if3our///0iJw+jcvv//QYnESYt2CEiNPSXMAADopL7//4XAdUxJi34I6Bi///+FwHQ/SYnlupgAAABMie8x9uhIvv//SYldKEljxEmJRTC/AwAAAInuTIn6TInxTYno6NHk///oT7///0SJ5+iEvv//SInYSIHEmAAAAFtBXEFdQV5BX13DVUFXQVZBVFNIictBidSJ9UmJ/scBAAAAAOhevv//hcAPhI4AAABEifHB6QREifDB6BAxyDHoJf8DAABIjQ2ZTRMAixSBhdJ0NUiNNYvNDgCJ1//PSI08/0w5dP4QdRc5bP4IdRFMjTz+RYsHQYP4AQ+EogAAAIt8/gyF/3XURYXkdCxMjT1RzQ4AMfZBgz8AdCdI/8ZJg8dISIH+ABAAAHXq6A6+////BebKAADrBegBvv//RTH/62SLPeDKAABBifBI/8ZEOcd3Bok1z8oAAIs9tcoAAP/HiT2tygAAQYl/BEGJbwhNiXcQD1fAQQ8RRyhBDxFHGEHHR0AAAAAAScdHOAAAAABBiVcMiTSBuAEAAABBiQeJA+iYvf//TIn4W0FcQV5BX13DzMxBVlNQ6Ei9//+FwHR7gz1cygAAAHRmSI0dk8wFAEUx9osDg/gBdS9Ig3tAAHQbi3sQ6IPA//9IO0NAdA1BjX4B6GTf//+FwHQki3MQSInfMdLoRdz//0n/xosFEcoAAEiBw5AAAABJOcZytesPgUsIAAEAAMcDAgAAAOvaSIPECFtBXukCvf//SIPECFtBXsNVQVdBVkFVQVRTUEiJPCRFMfaDPcfJAAAAD4TXAAAAifWF9g+EzQAAAInTRTHkTI0tb8wFAEUx9kWLvXz///9Fhf8PhJAAAABB90WEAQQAAHUZ6DDh//9JK0W0SD0Bypo7cghBgU2EAAQAAEGLRYRBg/8BdQyJwYHhAQQAAAnZdFclAwUAAEE7Rfx1JEU7fQB1HkmLTcRJO03kdRRJi03MSTtN7HUKSYtN1Ek7TfR0KEGJRfxFiX0AQQ8QRcRBDxFF5EmLRdRJiUX0RInwQf/GSIsMJESJJIFJ/8SLBf/IAABJOcRzEEmBxZAAAABBOe4PgkL///9EifBIg8QIW0FcQV1BXkFfXcMxwIM908gAAAB0XYX2dFkxyUiNFTDLDgAxwIN60AB0MUSLStBMi0LoQYP5AXUPTDtC+HUJTItK8Ew7CnQUTIlC+EyLQvBMiQJBicD/wEKJDIdI/8FEiwWByAAATDnBcwhIg8JIOfByssNVQVdBVkFVQVRTSIn4SIXSD4QxAQAASIn4TYXAD4QlAQAARTHbTI0NwwMAAEiJ+DHbRTHSTYnfScHnBE6LbD4ITYXtD4SgAAAATo00PkkB90mDxwhFMeRIhcl0GEyJ7Uwp5Ug5zUgPQ+lIKelJAexJ/8zrZEHB4ghJiw5CD7YMIUGNLApJ/8j/w4P7A3MHMclBierrQ0SJ08HrEkKKHAuIGEHB6gxBg+I/R4oUCkSIUAHB7QaD5T9GilQNAESIUAKD4T9CigwJiEgDSIPABE2LLzHJRTHSMdtJ/8RNOexzCU2FwA+Fbv///0n/w0k503MJTYXAD4U6////hdt0SYP7AQ+UwcDhA4DBCEHT4kSJ0cHpEkSJ0sHqDIPiP0KKDAmICEKKDAqISAGxPYP7AXQMQcHqBkGD4j9DigwKiEgCxkADPUiDwATGAABIKfhbQVxBXUFeQV9dw4H//w8AAHciifhIjQTASMHgBEiNDT7JBQCLFAiD+gJ1CUgBwccBAAAAAMNBV0FWQVRTUIH//w8AAHdYifuJ+EyNPMBMjSUNyQ4AT400/EGLBoP4AnU96J25//+FwHQ0Q4tM/BCJyMHoBMHpEDHBQzNM/AiB4f8DAABIjRXXSBMAiwSKhcB0Ov/DOdh1EkiNBIrrJ0iDxAhbQVxBXkFfw//ISI0MwEGLRMwMhcB0EznYde1JjQTMSIPADEOLTPwMiQhBxwYAAAAASIPECFtBXEFeQV/pWbn//0FXQVZTSIPsQIn7x0QkCBwAAAC+AQAAALoDAAAA6DG8//+B+///AAB3EUGJ3kyNPUvIAABDgDw+AHQKSIPEQFtBXkFfw4P4AXQjg/gCdeyJ374BAAAAuiYAAADo87v//7ECg/gRddRDiAw+685IjXQkIEiNVCQIid//FTC4AACFwHW4i3QkCEiNfCQgSI1UJA7oJrr//4XAdKFIjXwkDuggu///hcB0DkiNfCQO6Nq6//+FwHSFSI10JA6J3zHS6Ezd//+FwA+Eb//////ISI0EwEjB4ARIjQ2ixwUAg0wICCHHRAgUAAAAALEB6Xb///8AAAAAAAAAAAAA///MzAMAAAAAAAAAAwAAAAAAAAACAAAAAAAAAAMAAAAAAAAA2fT//9n0///F9P//xfT//8X0///59P//sfT//7H0//+x9P//sfT//7H0//+x9P//u/T//7v0//+79P//u/T//7v0//+79P//BPX//wT1//8E9f//BPX//wT1//8E9f//BPX//wT1//8E9f//BPX//wT1//8E9f//BPX//wT1///j9P//7vT//8X0///F9P//z/T//8/0///MzMzMzMzMzEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU2Nzg5Ky8A"
  },
  arm64: {
    size: 1286104,
    data: 65536,
    symbols: {
      active: 65620,
      adopt: 19448,
      agent: 65632,
      changed: 18400,
      changed_connections: 18728,
      connections: 987096,
      connections_lost: 69012,
      encode: 18876,
      entries: 2736,
      fd_entries: 1600,
      flow_of: 135128,
      flows: 397272,
      flows_lost: 69008,
      gate: 8384,
      host: 65536,
      java_tls: 69320,
      nested: 69048,
      originals: 65912,
      others: 69016,
      plain: 69032,
      process: 65624,
      proxy_address: 68988,
      proxy_port: 68984,
      reap: 19208,
      reap_connection: 19252,
      refuse_quic: 69040,
      running: 65904,
      sample_all: 18208
    },
    code: "wgAAtOgDAKopFEA4QgQA8QkVADih//9UwANf1qIAALToAwCqQgQA8QEVADjB//9UwANf1uIAALQIFEA4KRRAOB8BCWuhAABUQgQA8WH//1QgAIBSwANf1uADHyrAA1/WCARA+SgBALQfAQHriQAAVAgAQPkfAQHryQAAVAgMQPkAQACRKP//teADHyrAA1/WIACAUsADX9b+Dx/4iAAAkAghQPkAAT/WAABAuf4HQfjAA1/W/k+/qYgAAJDzAwAqCCFA+QABP9YTAAC5/k/BqMADX9b+Dxz4+F8BqfZXAqn0TwOp8wMfKpQAAJCVAACQtUIBkTYAgFKXAACQGMSJUohSQLmoAAA1qP5fiLZ+CYjJ//81SAEANH+WAXFjAABU6CZA+QABP9ZzBgARfwIYa4H+/1TgAx8qAgAAFCAAgFL0T0Op9ldCqfhfQan+B0T4wANf1ogAAJAIQQGRH/2fiMADX9b+Dx749E8BqZQAAJCIVkC5iAQANIgAAJDzAwCqCAFA+QABP9aIAACQCFlAuR8ACGuBAwBUiAAAkAk1QPlpAQC0HyAD1cj1BxA/ARPriQAAVAkBQPk/ARPrSQIAVAkNQPkIQQCRKf//tR8gA9UI/QcQCf1fiCkFABEJ/QqIav//NYlWQLlpAAA0IACAUgYAABQJ/V+IKQUAUQn9Coiq//814AMfKvRPQan+B0L4wANf1h8gA9XI+gcQCf1fiCkFAFEJ/QqIqv//NcADX9YfIAPVKPoHECYYQPkHWWD4ICBAqSIMQakkFEKp4QMIquAAH9b/QwHR4vsBqfZXA6n0TwSpPwRA8eKDAKnhAwD5QwIAVIgAAJCJAACQ9QMAqggZQPkgWUC58wMCqvQDAarhQwCR4wMAkSIAgFIkAIBS5QMfqjYAgFIAAT/WHwAT62AAAFQAAfi39gMfKuADFir0T0Sp9ldDqf4TQPn/QwGRwANf1pYAAJDIIkD5AAE/1ggAQLkfmQBxwAAAVMgiQPkAAT/WCABAuR8FAHHh/f9UswAAtIgWQDhzBgDxqBYAOKH//1Q2AIBS6f//F+gDH6pfaCg4CAUAkR9JAPGh//9UP0AA8WIAAFToAx8qJgAAFP9DANEIAEA56DMAOQoEQDkJIQoq6iMAOT8JAHH/QwCRgQEAVOn/n1LoAx+qChAAkUkUAHlJMACRS2loOCtpKDgIBQCRHxEA8YH//1QNAAAUP2AA8egDHyrjAQBUPykAcaEBAFToAx+qCSAAkSppaDhKaCg4CAUAkR9BAPGB//9UCARAeQgJwFoIfRBTSCAAeSgAgFLgAwgqwANf1v8DAdH+EwD59E8DqYgDgFI/cADxNDCImj9AAPGDAQBU8wMCquEDAKrgEwCR4gMUqpL//5fgAAA04BMAkeEDFKriAxOqv///lwIAABTgAx8q9E9Dqf4TQPn/AwGRwANf1ogAAJAIeU25CAIANAkgQHkfAQlroQEAVOgDH6ofIAPVCUkIEApoaDgraWg4XwELa8EAAFQIBQCRH0EA8UH//1QgAIBSwANf1uADHyrAA1/W6QMfqh8gA9WIQwIQCmhpOAtpaThfAQtrAQIAVCkFAJE/MQDxQf//VAgwQDkJNEA5H/0BccEDAFSpAwA1CThAOUkDADUJPEA5PwUAceECAFQgAIBSwANf1ukDH6oKaGk4C2lpOF8BC2vBAQBUKQUAkT8pAPFB//9UCChAOQksQDkKMEA5CzRAOSgBCCpJAQsqCjhAOQgBCSoIAQoqiAEANOADHyrAA1/W6QMfKgo4QDkLPEA5KQEKKmgBCCooAQgqHwEAceAXnxrAA1/WCDxAOR8JAHHgJ58awANf1v4PH/iIAACQiQCAUuMzAJEICUD55CMAkel/ASkAAT/W6A9AuR8AAHEAAZ9a/gdB+MADX9b/gwDR/n8BqYgAAJAJAYBS42MAkQgJQPnkMwCRIQCAUiIHgFLpDwC5AAE/1v4jQakfAABxAAGfmv+DAJHAA1/WAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/Xu6qf0DAJHgBwGp4g8CqeQXA6nmHwSp4EMAkeEDHariAxEqkw4AlP17xqjAA1/WHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XBMCBARSmA4PwoAcoEAAFSQAACQEL5A+QACH9YRAIBS5f//Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwSggQEUpgOD8KAHKBAABUkAAAkBDCQPkAAh/WMQCAUtX//xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcEgIEBFKYDg/CgBygQAAVJAAAJAQxkD5AAIf1lEAgFLF//8XHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XBGCBARSmA4PwoAcoEAAFSQAACQEMpA+QACH9ZxAIBStf//Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwRAgQEUpgOD8KAHKBAABUkAAAkBDOQPkAAh/WkQCAUqX//xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcEIIEBFKYDg/AgBygQAAVJAAAJAQ0kD5AAIf1rEAgFKV//8XHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XBACBARSmA4PwYfcoEAAFSQAACQENZA+QACH9bRAIBShf//Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwPggQEUpgOD8GH3KBAABUkAAAkBDaQPkAAh/W8QCAUnX//xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcDwIEBFKYDg/Bh9ygQAAVJAAAJAQ3kD5AAIf1hEBgFJl//8XHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XA6CBARSmA4PwYfcoEAAFSQAACQEOJA+QACH9YxAYBSVf//Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwOAgQEUpgOD8GH3KBAABUkAAAkBDmQPkAAh/WUQGAUkX//xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcDYIEBFKYDg/Bh9ygQAAVJAAAJAQ6kD5AAIf1nEBgFI1//8XHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XA0CBARSmA4PwIfcoEAAFSQAACQEO5A+QACH9aRAYBSJf//Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwMggQEUpgOD8CH3KBAABUkAAAkBDyQPkAAh/WsQGAUhX//xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcDAIEBFKYDg/Ah9ygQAAVJAAAJAQ9kD5AAIf1tEBgFIF//8XHyAD1R8gA9UfIAPVHyAD1R9AQHHCAABUHyAD1XAuCBARSmA4PwIfcoEAAFSQAACQEPpA+QACH9bxAYBS9f7/Fx8gA9UfIAPVHyAD1R8gA9UfQEBxwgAAVB8gA9VwLAgQEUpgOD8CH3KBAABUkAAAkBD+QPkAAh/WEQKAUuX+/xcfIAPVHyAD1R8gA9UfIAPVH0BAccIAAFQfIAPVcCoIEBFKYDg/Ah9ygQAAVJAAAJAQAkH5AAIf1jECgFLV/v8XEQSAUtP+/xcfIAPVHyAD1TEEgFLP/v8XHyAD1R8gA9VRBIBSy/7/Fx8gA9UfIAPVcQSAUsf+/xcfIAPVHyAD1ZEEgFLD/v8XHyAD1R8gA9WxBIBSv/7/Fx8gA9UfIAPV0QSAUrv+/xcfIAPVHyAD1fEEgFK3/v8XHyAD1R8gA9URBYBSs/7/Fx8gA9UfIAPVMQWAUq/+/xcfIAPVHyAD1VEFgFKr/v8XHyAD1R8gA9VxBYBSp/7/Fx8gA9UfIAPVkQWAUqP+/xcfIAPVHyAD1bEFgFKf/v8XHyAD1R8gA9XRBYBSm/7/Fx8gA9UfIAPV8QWAUpf+/xcfIAPVHyAD1REGgFKT/v8XHyAD1R8gA9UxBoBSj/7/Fx8gA9UfIAPVUQaAUov+/xcfIAPVHyAD1XEGgFKH/v8XHyAD1R8gA9WRBoBSg/7/Fx8gA9UfIAPVsQaAUn/+/xcfIAPVHyAD1dEGgFJ7/v8XHyAD1R8gA9XxBoBSd/7/Fx8gA9UfIAPVEQeAUnP+/xcfIAPVHyAD1TEHgFJv/v8XHyAD1R8gA9VRB4BSa/7/Fx8gA9UfIAPVcQeAUmf+/xcfIAPVHyAD1ZEHgFJj/v8XHyAD1R8gA9WxB4BSX/7/Fx8gA9UfIAPV0QeAUlv+/xcfIAPVHyAD1fEHgFJX/v8XHyAD1R8gA9URCIBSU/7/Fx8gA9UfIAPVMQiAUk/+/xcfIAPVHyAD1VEIgFJL/v8XHyAD1R8gA9VxCIBSR/7/Fx8gA9UfIAPVkQiAUkP+/xcfIAPVHyAD1bEIgFI//v8XHyAD1R8gA9XRCIBSO/7/Fx8gA9UfIAPV8QiAUjf+/xcfIAPVHyAD1REJgFIz/v8XHyAD1R8gA9UxCYBSL/7/Fx8gA9UfIAPVUQmAUiv+/xcfIAPVHyAD1XEJgFIn/v8XHyAD1R8gA9WRCYBSI/7/Fx8gA9UfIAPVsQmAUh/+/xcfIAPVHyAD1dEJgFIb/v8XHyAD1R8gA9XxCYBSF/7/Fx8gA9UfIAPVEQqAUhP+/xcfIAPVHyAD1TEKgFIP/v8XHyAD1R8gA9VRCoBSC/7/Fx8gA9UfIAPVcQqAUgf+/xcfIAPVHyAD1ZEKgFID/v8XHyAD1R8gA9WxCoBS//3/Fx8gA9UfIAPV0QqAUvv9/xcfIAPVHyAD1fEKgFL3/f8XHyAD1R8gA9URC4BS8/3/Fx8gA9UfIAPVMQuAUu/9/xcfIAPVHyAD1VELgFLr/f8XHyAD1R8gA9VxC4BS5/3/Fx8gA9UfIAPVkQuAUuP9/xcfIAPVHyAD1bELgFLf/f8XHyAD1R8gA9XRC4BS2/3/Fx8gA9UfIAPV8QuAUtf9/xcfIAPVHyAD1REMgFLT/f8XHyAD1R8gA9UxDIBSz/3/Fx8gA9UfIAPVUQyAUsv9/xcfIAPVHyAD1XEMgFLH/f8XHyAD1R8gA9WRDIBSw/3/Fx8gA9UfIAPVsQyAUr/9/xcfIAPVHyAD1dEMgFK7/f8XHyAD1R8gA9XxDIBSt/3/Fx8gA9UfIAPVEQ2AUrP9/xcfIAPVHyAD1TENgFKv/f8XHyAD1R8gA9VRDYBSq/3/Fx8gA9UfIAPVcQ2AUqf9/xcfIAPVHyAD1ZENgFKj/f8XHyAD1R8gA9WxDYBSn/3/Fx8gA9UfIAPV0Q2AUpv9/xcfIAPVHyAD1fENgFKX/f8XHyAD1R8gA9URDoBSk/3/Fx8gA9UfIAPVMQ6AUo/9/xcfIAPVHyAD1VEOgFKL/f8XHyAD1R8gA9VxDoBSh/3/Fx8gA9UfIAPVkQ6AUoP9/xcfIAPVHyAD1bEOgFJ//f8XHyAD1R8gA9XRDoBSe/3/Fx8gA9UfIAPV8Q6AUnf9/xcfIAPVHyAD1REPgFJz/f8XHyAD1R8gA9UxD4BSb/3/Fx8gA9UfIAPVUQ+AUmv9/xcfIAPVHyAD1XEPgFJn/f8XHyAD1R8gA9WRD4BSY/3/Fx8gA9UfIAPVsQ+AUl/9/xcfIAPVHyAD1dEPgFJb/f8XHyAD1R8gA9XxD4BSV/3/Fx8gA9UfIAPVERCAUlP9/xcfIAPVHyAD1TEQgFJP/f8XHyAD1R8gA9VREIBSS/3/Fx8gA9UfIAPVcRCAUkf9/xcfIAPVHyAD1ZEQgFJD/f8XHyAD1R8gA9WxEIBSP/3/Fx8gA9UfIAPV0RCAUjv9/xcfIAPVHyAD1fEQgFI3/f8XHyAD1R8gA9UREYBSM/3/Fx8gA9UfIAPVMRGAUi/9/xcfIAPVHyAD1VERgFIr/f8XHyAD1R8gA9VxEYBSJ/3/Fx8gA9UfIAPVkRGAUiP9/xcfIAPVHyAD1bERgFIf/f8XHyAD1R8gA9XREYBSG/3/Fx8gA9UfIAPV8RGAUhf9/xcfIAPVHyAD1RESgFIT/f8XHyAD1R8gA9UxEoBSD/3/Fx8gA9UfIAPVURKAUgv9/xcfIAPVHyAD1XESgFIH/f8XHyAD1R8gA9WREoBSA/3/Fx8gA9UfIAPVsRKAUv/8/xcfIAPVHyAD1dESgFL7/P8XHyAD1R8gA9XxEoBS9/z/Fx8gA9UfIAPVEROAUvP8/xcfIAPVHyAD1TETgFLv/P8XHyAD1R8gA9VRE4BS6/z/Fx8gA9UfIAPVcROAUuf8/xcfIAPVHyAD1ZETgFLj/P8XHyAD1R8gA9WxE4BS3/z/Fx8gA9UfIAPV0ROAUtv8/xcfIAPVHyAD1fETgFLX/P8XHyAD1R8gA9URFIBS0/z/Fx8gA9UfIAPVMRSAUs/8/xcfIAPVHyAD1VEUgFLL/P8XHyAD1R8gA9VxFIBSx/z/Fx8gA9UfIAPVkRSAUsP8/xcfIAPVHyAD1bEUgFK//P8XHyAD1R8gA9XRFIBSu/z/Fx8gA9UfIAPV8RSAUrf8/xcfIAPVHyAD1REVgFKz/P8XHyAD1R8gA9UxFYBSr/z/Fx8gA9UfIAPVURWAUqv8/xcfIAPVHyAD1XEVgFKn/P8XHyAD1R8gA9WRFYBSo/z/Fx8gA9UfIAPVsRWAUp/8/xcfIAPVHyAD1dEVgFKb/P8XHyAD1R8gA9XxFYBSl/z/Fx8gA9UfIAPVERaAUpP8/xcfIAPVHyAD1TEWgFKP/P8XHyAD1R8gA9VRFoBSi/z/Fx8gA9UfIAPVcRaAUof8/xcfIAPVHyAD1ZEWgFKD/P8XHyAD1R8gA9WxFoBSf/z/Fx8gA9UfIAPV0RaAUnv8/xcfIAPVHyAD1fEWgFJ3/P8XHyAD1R8gA9URF4BSc/z/Fx8gA9UfIAPVMReAUm/8/xcfIAPVHyAD1VEXgFJr/P8XHyAD1R8gA9VxF4BSZ/z/Fx8gA9UfIAPVkReAUmP8/xcfIAPVHyAD1bEXgFJf/P8XHyAD1R8gA9XRF4BSW/z/Fx8gA9UfIAPV8ReAUlf8/xcfIAPVHyAD1REYgFJT/P8XHyAD1R8gA9UxGIBST/z/Fx8gA9UfIAPVURiAUkv8/xcfIAPVHyAD1XEYgFJH/P8XHyAD1R8gA9WRGIBSQ/z/Fx8gA9UfIAPVsRiAUj/8/xcfIAPVHyAD1dEYgFI7/P8XHyAD1R8gA9XxGIBSN/z/Fx8gA9UfIAPVERmAUjP8/xcfIAPVHyAD1TEZgFIv/P8XHyAD1R8gA9VRGYBSK/z/Fx8gA9UfIAPVcRmAUif8/xcfIAPVHyAD1ZEZgFIj/P8XHyAD1R8gA9WxGYBSH/z/Fx8gA9UfIAPV0RmAUhv8/xcfIAPVHyAD1fEZgFIX/P8XHyAD1R8gA9URGoBSE/z/Fx8gA9UfIAPVMRqAUg/8/xcfIAPVHyAD1VEagFIL/P8XHyAD1R8gA9VxGoBSB/z/Fx8gA9UfIAPVkRqAUgP8/xcfIAPVHyAD1bEagFL/+/8XHyAD1R8gA9XRGoBS+/v/Fx8gA9UfIAPV8RqAUvf7/xcfIAPVHyAD1REbgFLz+/8XHyAD1R8gA9UxG4BS7/v/Fx8gA9UfIAPVURuAUuv7/xcfIAPVHyAD1XEbgFLn+/8XHyAD1R8gA9WRG4BS4/v/Fx8gA9UfIAPVsRuAUt/7/xcfIAPVHyAD1dEbgFLb+/8XHyAD1R8gA9XxG4BS1/v/Fx8gA9UfIAPVERyAUtP7/xcfIAPVHyAD1TEcgFLP+/8XHyAD1R8gA9VRHIBSy/v/Fx8gA9UfIAPVcRyAUsf7/xcfIAPVHyAD1ZEcgFLD+/8XHyAD1R8gA9WxHIBSv/v/Fx8gA9UfIAPV0RyAUrv7/xcfIAPVHyAD1fEcgFK3+/8XHyAD1R8gA9URHYBSs/v/Fx8gA9UfIAPVMR2AUq/7/xcfIAPVHyAD1VEdgFKr+/8XHyAD1R8gA9VxHYBSp/v/Fx8gA9UfIAPVkR2AUqP7/xcfIAPVHyAD1bEdgFKf+/8XHyAD1R8gA9XRHYBSm/v/Fx8gA9UfIAPV8R2AUpf7/xcfIAPVHyAD1REegFKT+/8XHyAD1R8gA9UxHoBSj/v/Fx8gA9UfIAPVUR6AUov7/xcfIAPVHyAD1XEegFKH+/8XHyAD1R8gA9WRHoBSg/v/Fx8gA9UfIAPVsR6AUn/7/xcfIAPVHyAD1dEegFJ7+/8XHyAD1R8gA9XxHoBSd/v/Fx8gA9UfIAPVER+AUnP7/xcfIAPVHyAD1TEfgFJv+/8XHyAD1R8gA9VRH4BSa/v/Fx8gA9UfIAPVcR+AUmf7/xcfIAPVHyAD1ZEfgFJj+/8XHyAD1R8gA9WxH4BSX/v/Fx8gA9UfIAPV0R+AUlv7/xcfIAPVHyAD1fEfgFJX+/8XHyAD1R8gA9URIIBSU/v/Fx8gA9UfIAPVMSCAUk/7/xcfIAPVHyAD1VEggFJL+/8XHyAD1R8gA9VxIIBSR/v/Fx8gA9UfIAPVkSCAUkP7/xcfIAPVHyAD1bEggFI/+/8XHyAD1R8gA9XRIIBSO/v/Fx8gA9UfIAPV8SCAUjf7/xcfIAPVHyAD1REhgFIz+/8XHyAD1R8gA9UxIYBSL/v/Fx8gA9UfIAPVUSGAUiv7/xcfIAPVHyAD1XEhgFIn+/8XHyAD1R8gA9WRIYBSI/v/Fx8gA9UfIAPVsSGAUh/7/xcfIAPVHyAD1dEhgFIb+/8XHyAD1R8gA9XxIYBSF/v/Fx8gA9UfIAPVESKAUhP7/xcfIAPVHyAD1TEigFIP+/8XHyAD1R8gA9VRIoBSC/v/Fx8gA9UfIAPVcSKAUgf7/xcfIAPVHyAD1ZEigFID+/8XHyAD1R8gA9WxIoBS//r/Fx8gA9UfIAPV0SKAUvv6/xcfIAPVHyAD1fEigFL3+v8XHyAD1R8gA9URI4BS8/r/Fx8gA9UfIAPVMSOAUu/6/xcfIAPVHyAD1VEjgFLr+v8XHyAD1R8gA9VxI4BS5/r/Fx8gA9UfIAPVkSOAUuP6/xcfIAPVHyAD1bEjgFLf+v8XHyAD1R8gA9XRI4BS2/r/Fx8gA9UfIAPV8SOAUtf6/xcfIAPVHyAD1REkgFLT+v8XHyAD1R8gA9UxJIBSz/r/Fx8gA9UfIAPVUSSAUsv6/xcfIAPVHyAD1XEkgFLH+v8XHyAD1R8gA9WRJIBSw/r/Fx8gA9UfIAPVsSSAUr/6/xcfIAPVHyAD1dEkgFK7+v8XHyAD1R8gA9XxJIBSt/r/Fx8gA9UfIAPVESWAUrP6/xcfIAPVHyAD1TElgFKv+v8XHyAD1R8gA9VRJYBSq/r/Fx8gA9UfIAPVcSWAUqf6/xcfIAPVHyAD1ZElgFKj+v8XHyAD1R8gA9WxJYBSn/r/Fx8gA9UfIAPV0SWAUpv6/xcfIAPVHyAD1fElgFKX+v8XHyAD1R8gA9URJoBSk/r/Fx8gA9UfIAPVMSaAUo/6/xcfIAPVHyAD1VEmgFKL+v8XHyAD1R8gA9VxJoBSh/r/Fx8gA9UfIAPVkSaAUoP6/xcfIAPVHyAD1bEmgFJ/+v8XHyAD1R8gA9XRJoBSe/r/Fx8gA9UfIAPV8SaAUnf6/xcfIAPVHyAD1REngFJz+v8XHyAD1R8gA9UxJ4BSb/r/Fx8gA9UfIAPVUSeAUmv6/xcfIAPVHyAD1XEngFJn+v8XHyAD1R8gA9WRJ4BSY/r/Fx8gA9UfIAPVsSeAUl/6/xcfIAPVHyAD1dEngFJb+v8XHyAD1R8gA9XxJ4BSV/r/Fx8gA9UfIAPVESiAUlP6/xcfIAPVHyAD1TEogFJP+v8XHyAD1R8gA9VRKIBSS/r/Fx8gA9UfIAPVcSiAUkf6/xcfIAPVHyAD1ZEogFJD+v8XHyAD1R8gA9WxKIBSP/r/Fx8gA9UfIAPV0SiAUjv6/xcfIAPVHyAD1fEogFI3+v8XHyAD1R8gA9URKYBSM/r/Fx8gA9UfIAPVMSmAUi/6/xcfIAPVHyAD1VEpgFIr+v8XHyAD1R8gA9VxKYBSJ/r/Fx8gA9UfIAPVkSmAUiP6/xcfIAPVHyAD1bEpgFIf+v8XHyAD1R8gA9XRKYBSG/r/Fx8gA9UfIAPV8SmAUhf6/xcfIAPVHyAD1REqgFIT+v8XHyAD1R8gA9UxKoBSD/r/Fx8gA9UfIAPVUSqAUgv6/xcfIAPVHyAD1XEqgFIH+v8XHyAD1R8gA9WRKoBSA/r/Fx8gA9UfIAPVsSqAUv/5/xcfIAPVHyAD1dEqgFL7+f8XHyAD1R8gA9XxKoBS9/n/Fx8gA9UfIAPVESuAUvP5/xcfIAPVHyAD1TErgFLv+f8XHyAD1R8gA9VRK4BS6/n/Fx8gA9UfIAPVcSuAUuf5/xcfIAPVHyAD1ZErgFLj+f8XHyAD1R8gA9WxK4BS3/n/Fx8gA9UfIAPV0SuAUtv5/xcfIAPVHyAD1fErgFLX+f8XHyAD1R8gA9URLIBS0/n/Fx8gA9UfIAPVMSyAUs/5/xcfIAPVHyAD1VEsgFLL+f8XHyAD1R8gA9VxLIBSx/n/Fx8gA9UfIAPVkSyAUsP5/xcfIAPVHyAD1bEsgFK/+f8XHyAD1R8gA9XRLIBSu/n/Fx8gA9UfIAPV8SyAUrf5/xcfIAPVHyAD1REtgFKz+f8XHyAD1R8gA9UxLYBSr/n/Fx8gA9UfIAPVUS2AUqv5/xcfIAPVHyAD1XEtgFKn+f8XHyAD1R8gA9WRLYBSo/n/Fx8gA9UfIAPVsS2AUp/5/xcfIAPVHyAD1dEtgFKb+f8XHyAD1R8gA9XxLYBSl/n/Fx8gA9UfIAPVES6AUpP5/xcfIAPVHyAD1TEugFKP+f8XHyAD1R8gA9VRLoBSi/n/Fx8gA9UfIAPVcS6AUof5/xcfIAPVHyAD1ZEugFKD+f8XHyAD1R8gA9WxLoBSf/n/Fx8gA9UfIAPV0S6AUnv5/xcfIAPVHyAD1fEugFJ3+f8XHyAD1R8gA9URL4BSc/n/Fx8gA9UfIAPVMS+AUm/5/xcfIAPVHyAD1VEvgFJr+f8XHyAD1R8gA9VxL4BSZ/n/Fx8gA9UfIAPVkS+AUmP5/xcfIAPVHyAD1bEvgFJf+f8XHyAD1R8gA9XRL4BSW/n/Fx8gA9UfIAPV8S+AUlf5/xcfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1cADX9YfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9UfIAPVHyAD1R8gA9X+Dx/44QMAquAjAJECAYBSnPf/l+AHQPn+B0H4wANf1v4PH/jhAwCq4DMAkYIAgFKU9/+X4A9Auf4HQfjAA1/W/0MB0f5PBKkJQEB5igOAUuoPALkpAgA1aQAA0OgDASrzAwCqKQ1A+eFLAJHiMwCR4AMIKiABP9YAAQA14Q9AueBLAJHiuwCRRfj/l2AAADTof0B5aEIAef5PRKn/QwGRwANf1v/DBdH9iwD5/m8SqfpnE6n4XxSp9lcVqfRPFqkIIIBS9QMCKvQDASrzAwCq6A8Audv//5doikA5SBYANeBDAJHhAx8qAiCAUmz3/5doAADQ40MAkeQzAJEICUD54AMUKsEAgFJiAYBSAAE/1qAUADXoD0C5Hx0CcegAAFR3IgCRCBCAUukCQLkoAQgq6AIAuZwAABToQwCR9kNAOeBjBJEBAQKRAgGAUk33/5f4j0D53y4AcSgBAFQoAIBSCWiBUggh1hofAQlqgAAAVGgKQLkIARcyaAoAud8eAHFhAwBU6A9AuR9hA3EDAwBU90MAkeBjBJECAYBS4eIBkTj3/5f5j0D54GMEkeEiA5ECAYBSM/f/l/qPQPngYwSR4UIDkQIBgFIu9/+X6I9A+UgDCMsICQCRPwMI64EAAFRoCkC5CAEXMmgKALn3AxOqHwMA8eiOQLjpD0C56gefGlklSAo/YQNxQwMAVPpDAJHgYwSRAgGAUkEjA5EZ9/+X+49A+eBjBJFBQwORAgGAUhT3/5foj0D53woAcXoDCMvgAgBU3x4AcegDGqqgAgBU6EMAkeBjBJGCAIBSAUECkQj3/5foG0G5SAMIiw0AABTIEgBR/wsAuR8ZAHGCAABU6QSAUiglyBroAQA33y4AcSgAgFIaFYiaDAAAFOgDGqoJToFS3zIAcSkl1hrqJ58aHwEa60kBCQrpk4kaCAEJyxUAABRaAIBSaAAA0OIjAJHgAxQqCBVA+SGCilIAAT/W6EMAkeBjBJECAYBSAeEBkeT2/5ffHgBx6AuAuemPQPnEGkJ66AOImggBCYsIARrr6DOImmkmQPkfAQnrCQMZy0kAAFRoJgD5aipA+T8BCutJAABUaSoA+d8eAHHEGkJ6YQAAVEgAALWJAAC06AJAuQgBHjLoAgC53x4AcUECAFToAkC5CAIQN+gCQLkIAR0y6AIAuZUBADToAkC5SAEIN+ADFCohAIBSggCAUhf4/5cfBABxiwAAVEgAgFJgGgC5Yv//F/RPVqn9i0D59ldVqfhfVKn6Z1Op/m9Sqf/DBZHAA1/W/m+7qfpnAan4XwKp9lcDqfRPBKkIBABRFxKAUh8gA9W2Uy8QGFm3m/MDACr0Ax+q9QMfKh8gA9X5Ug8QHyAD1bpSHxAfIAPVe1IHECh7dHgoAQA0HwETa+AAAFQIBQBRCFm3mwg5QHkfAQBxBBFTemH//1TIAQA0CANE+MgAALTgAxQq9ff/lwgDRPgfAAjrgQAAVBQDAbg1AIBSBAAAFF97NHg/ezR4f2s0OJQGAJGfQkDxwfz/VOADFSr0T0Sp9ldDqfhfQqn6Z0Gp/m/FqMADX9b+V76p9E8BqR8gA9W0TQ8QiNpgeKgBALQIBQBRCRKAUh8gA9XqTC8QFSmpm6gORPjIAAC08wMAKtP3/5eoAkD5HwAI66EAAFQgAIBS9E9Bqf5XwqjAA1/Wmfb/l4D//zQfIAPV6EofEJ/aM3gf2TN4HyAD1WhKBxAfyTM4sPb/l+ADHyry//8X/g8b+PpnAan4XwKp9lcDqfRPBKkIfBBT6AgANR8gA9XUSA8Q8wMAKohaYHgfIAPVSUgHED9JIDiIBwA0fvb/l6AHADSVWnN4HyAD1WhHHxCfWjN4H1kzeNUFADQfIAPV1kYvEBcSgFJYAIBSuQYAUeADFSo0W7eblTpAeYgCQLkfBQBxwQEAVChbt5sJzUC4aQEANAkBQLkpBQBxCQEAuSABAFQoW7ebCBFAuR8BE2thAABUfP//l2AAADSV/f81FAAAFDpbt5tID0T4yAAAtOADEyqK9/+XSANA+R8ACOvBAABU4AMUquEDEyoiAIBSpf7/lwUAABQoW7ebCQlAuSkBGDIJCQC5mP6fiBX7/zX0T0Sp9ldDqfhfQqn6Z0Gp/gdF+GT2/xcfIAPVaEAfEB9ZM3j0T0Sp9ldDqfhfQqn6Z0Gp/gdF+MADX9b/gwDR//sAqWgAANDhAwCR4AMfKggdQPn/AwD5AAE/1ugrQKkJQJlSSXOncv4LQPkAKQmb/4MAkcADX9b/QwHR/mcBqfhfAqn2VwOp9E8EqfcDAir2AwGq9AMAKiP2/5eAAQA0HyAD1Sg8LxDzAx+qFUEC0agOSbh/+j/xcwYAkUgAAFSI//81CAEANDf2/5doAADQ8wMfKgmRTbkpBQARCZENuTsAABRoAADQagYAUXgGANEJnU25PwEKa0gAAFQTnQ254AMVquEDHyoCEoBS2PX/l2gAANB5AADQOSMAkQmNTbkpBQARCY0NuakGALkoA0D5tBIAuQABP9bIIkB5oBYAuaCSAJHhAxaqAgKAUreKADmoPgB5v/X/lygbQPnhAwCR4AMfKv9/AKkAAT/W6CtAqQlAmVJJc6dy4AMUKggpCZuoHgD5Gvf/lzcAgFKgIgD5HyAD1bk0DxC3DgC54AMWqijbdHioOgB5ufb/l4AAADSoCkC5CAEcMqgKALkIBwARKNs0eLf+n4j39f+X4AMTKvRPRKn2V0Op+F9Cqf5nQan/QwGRwANf1ukDACrqAwEq6AMfqokoAKlqgAGRaQBA+YkIAPlpBED5iqQBqUloaPiKAAiLCCEAkR/hAPFJMQD5Yf//VOADBKq6/f8X/0MD0f5fCqn2Vwup9E8MqfUDAqr2AwEq9wMAKuAjAJHhAx8qAhOAUvMDBCr0AwOqhPX/l+gDEyrkIwCR4AMXKuEDFiriAxWq4wMUqugjAPnb//+X9E9MqfZXS6n+X0qp/0MDkcADX9b/wwPR/m8KqfpnC6n4Xwyp9lcNqfRPDqn4AwAq4AMBqvMDBKr0AwOq9QMCKvcDAaqG9v+XgAAANOADF6pv9v+XAAcANB8gA9VoKg8QFtl4eHYCADQfIAPV+SkvEBoSgFLbBgBR6SJAeWhnupsIPUB5HwEJa+EAAFRoZ7qb4QMXqgICgFIAkQCRWvX/l8AEADVoZ7qbFjlAeVb+/zXgAxgq4QMXqiIAgFJP//+X9gMAKqADADRoAADQCLFNuYgAADToIkB5H+0GceACAFTgIwCR4QMfKgITgFJA9f+X6AMWKuQjAJHgAx8q4QMVKuIDFKrjAxOq6CMA+Zf//5fIBgBRCRKAUh8gA9VqJC8QCCmpmwkJQLkpAQAyCQkAuQIAABT2Ax8q4AMWKvRPTqn2V02p+F9MqfpnS6n+b0qp/8MDkcADX9b/wwHR/l8EqfZXBan0TwapHyAD1fchHxCJA4BS6NpgeOkjALmoAAA06f+fUh8BCWvgA4gaGwAAFGgAAND1AwKq9gMBKggRQPnhkwCR4oMAkfQDA6rzAwAqAAE/1mAAADTgAx8qDwAAFOEjQLngkwCR4jsAkcj1/5dAAQA04TsAkeADEyriAxYq4wMVquQDFKqL//+XHwAAcQgQn1ro2jN49E9GqfZXRan+X0Sp/8MBkcADX9b/gwfR/XsYqfxvGan6Zxqp+F8bqfZXHKn0Tx2pOABA+R8gA9XZGwcQ9QMCqvMDAar0AwAqKMt4OGgECDfgAxQq4QMTqmz1/5f2AwCqBPX/l58mAHH3AwAqYDMAVN8GAPErMwBUoAZA+TD1/5fAMgA0eAJA+R8gA9UoGQ8QG9l4eLsxALTgAxgqVf7/l6AxADRggsA86CMBkSkAgFIIQQCRny4AcXoHAFHgg4U86KcEqYEZAFRpQgCRCABmnuAnAP3PAAAU5vT/l58mAHH6AwAqYQAAVHYSQLkCAAAUNgCAUqAGQPkR9f+XAAYANOADGCo7/v+XQAUANHsKQPnfAhDxCICAUtkyiJq2BQC0+w8A+XsAANAWEoBS+iMAufoDH6rlIwGR4AMYKuEDFCriAxOq4wMVquQDGqrIAQCUaLNNufcDACrgAQA0yAEANP0GAFEfIAPVSBIvEKgjtpsIPUB5H+0GcQEBAFQfIAPViBEvELwjtpuIj0C4aAAgN7EAABSIAAA0WgcAkV8DGeuj/P9U+iNAufsPQPkKAAAU4AMaKrb0/5cN9f+X4AMUKuEDE6oR9f+X9gMAqkUBABT3Ax8q4AMaKq30/5cE9f+XHyAD1WibBhCfJgBxYAZAqQhZdPhAAABUewpA+WOSQaniAxuqZZpCqQABP9b2AwCqmPT/l8h+QJOfJgBx9g8A+fkDACoWAZaaCAWfmt8GAPHoEwD5yw0AVKAGQPnA9P+XYA0ANOgTQPn5DwC5yAwAtOijAJH7Ax+qiXofEh8gA9WcCi8QCEEAkQsSgFLpCwC56AsA+Z8mAHGhAABUaAZA+QgZG4sZOUC5AwAAFPkPQPl3AQA15SMBkeADGCrhAxQq4gMTquMDFarkAxuqcAEAlAsSgFL3AwAq4AgANPoGAFH9AxWq9QMcqlxzq5vhAxgq4AMcqrH8/5eIIwGRHH1fyIkDGYsJfQrIqv//NWgAANAI1Ub5nwMI64IGAFQLEoBS6gMVqkhXq5sICUC5qAAgN0grq5sJjUi4P/0/cYkAAFT8Awqq9QMdqisAABRKK6ubKQUAEYsDGYsJAQC5ny4AcUsxAPnrC0D5KgCAUmimQKnrqwKp6KcDqWEAAFToFwD5CgAAFOkLQLk/IQBxAQEAVJ8iAHHpA5uaCBkJiwkJQPnpFwD5CQ1A+ekbAPngAwKR4QMfKgITgFIX9P+X6atCqegDFyrkAwKRIACAUuEDFCriAxOq4wMdqvxvAPnopwup6ucMqWv+/5f8AxWq9QMdqgsSgFLoE0D5ewcAkX8DCOuh9P9UgvT/l/kPQLngAxkquwAAFIl6HxI/IQBxQQMAVAkAZp4oCUD5KWEAkegnAPkqAUD56isA+YoCALUIEoBSHyAD1Wn8LhBcJ6ibnQ9G+L8DAPHoF58aCRKAUh8gA9WK+y4QSSupm8oCgFI/CUC5bAAAFHoIALT7Axqq+iNAuV3//xcqAIBS6QMfqusDH6rsowCRDRELi60FQPktAgC0b+180+4DH6qQAQmLD2lv+DEBDovyaW44PxIA8RJqLjjOBQCRyAAAVN8BDeuCAABUMQYAkT8CFuvD/v9UKQEOi2sFAJF/AQrrogAAVD8VAPFoAABUPwEW6+P8/1QIEoBSHyAD1Wv2LhBcL6ib6qNAOZ0PRvi/AwDx6BefGj8JAPEjAgBUX1kAceEBAFTsp0A5nw0AcYEBAFQdBgC0PxkA8egDHyqj+P9U6atAOT8RAHFI+P9U6bdAOT8FAHEABQBUvv//FwkSgFJJL6mbKQlAuYkFMDZfDQBxQAQAVCkAABSIeh8SGxKAUh8hAHHBDABU6DNA+egNALT2Ax+q+gMfqvkDH6roL0D54AMCkQICgFLBAgiLJvT/l+hHQPkfAABx6AOImj/7D/EaARqLyAAAVOgzQPk5BwCR1kIAkT8DCOsj/v9U4AMYKiECgFLiDIBS3PT/l1wAABQoAIBSygKAUgkSgFJJL6mbKwlAuWsBGzIrCQC5Kct4OCl5HRIpyzg4qQMWi98GAPGJAwD5gQEAVGgBADRfWQBxIQEAVAgSgFIfIAPVaewuEEgnqJsJCUC5KQEaMgkJALknAAAU4AMCkeEDHyoCE4BSa/P/l+inRKnkAwKRIACAUuEDFCriAxOq4wMVqv1vAPn7owup6dsMqcD9/5cJEoBSHyAD1ajpLhBJI6mbKglAuUp5GRIqCQC5KQlAuQkCKDdpAACwigNA+SnVRvlfAQnrAgEAVAkSgFJII6mbCYlAuSkFABE/BUBxCYkAuYMAAFQoy3g4CHkdEijLODjG8/+X4AMXKmzz/5fgAxaq9E9dqfZXXKn4X1up+mdaqfxvWan9e1ip/4MHkcADX9afLgBxYQAAVPoDH6oCAAAUegpA+eADGCohAoBS4gyAUof0/5cKfECTMAAAFOADGCohAoBS4gyAUoH0/5f6Ax+q6DtA+Ql8QJPpEwD5HwEE8QkggFIWMYmaaAQAtOE3QPngAwKR4gMWqrDz/5fAAwA0+wMfqmhLAJEfARbrKAMAVOgDApEZARuL4AMZqnL7/5f4AwCqICMAkXf7/5cfRABxIQEAVCAzAJFz+/+XH5wBcaEAAFToAwKRaAMIiwghQHnoEwD5H0MA8cMAAFQIHwCRHwMW6wjxfZIbARuLyfz/VBsSgFLqE0D5HyAD1QjeLhBfBQDxqCO7mykAgFLLAABUXwEa64IAAFRJAwqLKQUA0SkJypoIYQGRCn1fyEoBCYsKfQvIq///NYgDQLlIAQA3QACAUuEDFCriAxOq4wMVquQDFypb/f+XiANAuQgBADKIAwC5ZfP/l+ANgFIL8/+XFgCAkp7//xf/gwHR/hMA+fhfA6n2VwSp9E8FqfQDAqr1AwEq9gMAKuADBarhAx8qAgeAUvcDBar4AwSq8wMDqtTy/5e/HgBxgQAAVIEqQLmXggCRDgAAFKh6HxIfIQBxgQMAVAjnetOJBkD5vyIAceADF6oCB4BS6AOImiEBCItS8/+XoAEANOEKQLngAkD5AAIAtOI7AJGu8/+X4AAANOE7AJHgAxYq4gMVKuMDFKrkAxOqQf3/l/RPRan+E0D59ldEqfhfQ6n/gwGRwANf1uADFirhAxUq4gMUquMDE6r0T0Wp9ldEqf4TQPn4X0Op/4MBkYL9/xf+Z7yp+F8BqfZXAqn0TwOp+QMCqvYDAar4AwAqJPP/l/UDAKq88v+XCDsAUfMDACofDQBx6AAAVB8gA9UJuwAQKFlo+Mh6aPgIBUHTAgAAFOgDHyqpfkCTH0cAcTQBlZqfBgDxiwcAVGgHADfXAkD56H4QUwgHADUgB0D52fL/l6AGADQfPwBxwAIAVB9DAHEAAgBUH0cAceECAFT1Ax+q+AMUqsgGQPngAxcqCAEViwEBQPkCCUC5AzlAuSwAAJQYBwDxtQIBkeH+/1QfAAAUyAZA+QEBQPkCCUC5GAAAFMgWQPmIAgC0wRJA+QIBQLkTAAAU6H5Akh8gA9XJyg4QKHloeCgCALQIBQBRCRKAUh8gA9UKyi4QCCmpmwhBAZEJfV/IKQEViwl9Csiq//81BgAAFOEDH6riAx+q4AMXKuMDFaoKAACU0vL/l+ADEyp48v+X4AMUqvRPQ6n2V0Kp+F9Bqf5nxKjAA1/W/0MB0f5fAqn2VwOp9E8EqfMDA6r0AwAqoQQAtOgDAqpfQADxQwQAVOI7AJHgAwGq4QMIqv7y/5egAwA0HyAD1UjFDhAWWXR49gQANB8gA9XUxC4QFRKAUtcGAFHpP0B56FK1mwg9QHkfAQlrQQEAVOhStZvhOwCRAgKAUgCRAJEx8v+XHwAAcegDlhqIAAA0CgAAFOgDHyoIAQA16VK1mzY5QHm2/f81BAAAFB8gA9XIwQ4QCFl0eGgBADQIBQBRCRKAUh8gA9UKwS4QCCmpmwhBAZEJfV/IKQETiwl9Csiq//819E9EqfZXQ6n+X0Kp/0MBkcADX9b/wwHR/hMA+fpnA6n4XwSp9lcFqfRPBqkTAED59AMBqvUDAKp4fkCSIvL/l4gGQPn2AwAq4AMIqlHy/5dAAgA0Uwv4N6AGQPmhEkC54jsAkeny/5egCgA04AMTKiEAgFJiAIBSR/P/l39CQHEjAQBUaAAAsAmRTbkpBQARCZENuUoAABT5Ax8q9wMfKkoAABQfBABx4AEAVB8IAHFhCABU4AMTKiEAgFLCBIBSNfP/lx9EAHGhBwBUHyAD1ai5BhAJaXg4KQEfMglpODg3AAAUHyAD1ei4DhAfIAPVubguEAh5eHhIAwC0FwUAUQgSgFLoZqibCAlAuagCCDcIEoBS6T9AeehmqJsIPUB5HwEJa+EBAFQIEoBS4TsAkQICgFLoZqibAJEAkcnx/5cAAQA0CBKAUuADEyroZqibFyFA+R3z/5f/AgDrAAMAVOADEypa+/+X4DsAkdPy/5eAAAA04DsAkbzy/5cAAgA04TsAkeADEyriAx8qsvv/l2ABADRoAACw9wMAKgjVRvnICQC04DsAkbDy/5eoAIBSHwAAcQgFnxpJAAAU9wMfKvkDHyof8v+X4AMWKsXx/5cgBIBS4QMVqiHy/5f1AwCqufH/l2h+EFP2AwAqSAEANR8gA9WIsAYQCGl4OMgACDaofkCSiAAAtR8gA9XIrx4QH3k4eBcEADT4BgBRCBKAUh8gA9Uary4QF2uom+gGQLkfARlrAQMAVIAGQPnV8f+XoAIANHUBADTIqgFRHyUAccgAAFQpAIBSKCHIGilggFIfAQlqYQAAVN8SAHGBAgBU4AMXquEDEyrd+f+XCBKAUghrqJsJCUC5KQEAMgkJALns8f+X4AMWKpLx/5fgAxWq9E9GqfZXRan+E0D5+F9EqfpnQ6n/wwGRwANf1ggSgFIIa6ibFhkAuQkJQLkpAR8yCQkAuer//xcoAIBSHyAD1SmpBhDgAx8qIQSAUuIDFarjAxSq5AMXKihpODjD+/+X6AYAUQkSgFIIZambGQVAua3//xf/wwHR/l8EqfZXBan0Twap9AMCqvMDAar1AwAqZfH/l/YDACq/jgBxqHofEkgBAFTpAxUqKgCAUkkhyZqKAIDSigHA8j8BCupgAABUNwCAUgYAABRpCkC5yoCAUj8BAHEkEUp69xefGh+JAHEhBABUaQJAuWgGQPk/AQhroAMAVAl9EFNpAwA1CH1Akh8gA9UJowYQKGloOMgCADSABkD5d/H/l2ACADRoAkD5CQAAsADkAG8hRcM9aQAAsOgHAPkoyUD54YMAreADgzzIAAC04SMAkWAAgFKc8f+XHwQAMWAAAFRgCkC5tPr/l5Dx/5fgAxYqNvH/l+ADFSrhAxOqkvH/l/UDAKoq8f+XvwIAcfYDACros5caHwUAcSEFAFSABkD5VvH/l8AEADR0AkD5nwIVa0AEAFSIAhUqCD1wkugDALUfIAPVU50GEGhKdDhoAwA0JvH/lyADADSIfkCSHyAD1WmcDhAqeWh4igEANB8gA9Xrmy4QDBKAUu0DCiqtBQBRrS2sm64NQLnOBQARrg0Aua05QHlN//81Klk1eB8gA9Vpmh4QKnloeGhqaDgqWTV4aEo1OC3x/5dc8f+X4AMWKgLx/5fgAxWq9E9GqfZXRan+X0Sp/8MBkcADX9b+X72p9lcBqfRPAqn1AwCq9gMBqgAEgFLhAxWqU/H/l/MDAKrr8P+XaH5Q04gEADX0AwAqwAZA+bcKQLkY8f+X4AMANB8gA9VWlgYQyEpzOGgAADTgAxMqYPr/l6gCQLkIAR0yHykAcUECAFToDgASHwUAceABAFQfCQBxIQEAVKgSQLkfRQBxQAAAVKgAADVofkCSSQCAUslqKDgFAAAUaAAAsAmZTbkpBQARCZkNuSfx/5fgAxQqzfD/l+ADE6r0T0Kp9ldBqf5fw6jAA1/W/0MC0f5vBKn6ZwWp+F8GqfZXB6n0Twip9QMCqvYDAar3AwAqHfH/l/MDAKq18P+XaH5Q04kDgFLpIwC5qAQANfQDACqgBkD54fD/lyAEADQfIAPVaI8OEAhZc3iIAQC0CAUAUQkSgFIfIAPVqo4uEAgpqZsYIUD5uAAAtOADEyrh8f+XHwMA6+ABAFR6fkCSHyAD1XuNBhBoa3o4aAAANOADEyoZ+v+XaAAAsOGTAJHigwCRCBFA+eADEyoAAT/WgAEANO7w/5fgAxQqlPD/l+ADE6r0T0ip9ldHqfhfRqn6Z0Wp/m9Eqf9DApHAA1/W4SNAueCTAJHiOwCRIvH/lyD+/zTgOwCRe/H/l8D9/zXgAxMqIQCAUmIAgFKt8f+XHwQAcQH9/1ThOwCR4AMTKuIDHypX+v+XYPz/NAgEAFEJEoBSHyAD1cqHLhAZKamb+AMAKuEDEyrgAxmqs/j/l2gAALDgAx8q4QMXKgjVRvniAxaq4wMVquQDGCofAQDxqACAUggVnxpoazo4rvr/lygLQLkIAQAyKAsAucr//xf+V76p9E8BqfUDAqrzAwGq9AMAKlPw/5eoBkD59QMAKuADCKqC8P+XgAAANGACQLnO+f+XqvD/l+ADFSpQ8P+X4AMUKuEDE6r0T0Gp/lfCqKrw/xf+Dx349lcBqfRPAqn1AwCq9gMBqqAAgFLhAxWqovD/l/MDAKo68P+XUwUANagKQLkfBQBx4QQAVKgSQLkfEQBxgQQAVKgOQPkIAUC5KAQANPQDACrABkD5YPD/l6ADADSoAkC5HyAD1Sl/DhAoeWh4qAIAtAgFAFEKEoBSHyAD1Wl+LhAKJaqbSolAOcoBADUKEoBSCiWqm0uNQLh/BR9yIQEAVKsOQPkMEoBSCCWsm2kBQLkJGQC5SAFAuQgBHzJIAQC5cfD/l+ADFCoX8P+X4AMTqvRPQqn2V0Gp/gdD+MADX9boAwGqXywAceEDAKpsAQBUXxQAcSwCAFRJCABRPw0AcUMDAFRfCABxAgQAVOADAiriAwiqpf//F1+AAHFMAQBUSTAAUT8ZAHGiAwBU4AMCKuIDCKow/f8X4AMCKuIDCKrb+v8XSYgAUT8JAHHjAABUSZAAUT8JAHHiAABU4AMCKuIDCKop//8X4AMCKuIDCKp6/v8XX4QAccEBAFTgAwGq4QMIqrX9/xdfFABxIQEAVOADAarhAwiqmf//F1+AAHGBAABU4AMBquEDCKrj/v8X4AMCKl8AAXFjAABU4gMIqgMAABTiAwiq9QAAFP/DA9H+bwqp+mcLqfhfDKn2Vw2p9E8OqfUDAqrzAwGq9AMAKsbv/5ef/gRxyAQAVJkOABI/LwBxYgQAVD8fAHFDCABUvu//l6gGQPn2AwAq4AMIqu3v/5eAAgA04CMAkeEDHyoCE4BS9yMAkZXv/5fkIwCR4ACAUuEDFCriAxOq4wMVqu75/5foAx+q6YIBkSppaPhqaij4CCEAkR/hAPGB//9UBfD/l+ADFiqr7/+X4AMUKuEDE6oH8P+X9gMAqhoAABTgAxQq4QMTqgLw/5f2AwCqmu//l6gGQPn3AwAq4AMIqsnv/5cAAgA04CMAkeEDHyoCE4BScu//l+QjAJHAAIBS4QMUKuIDE6rjAxWq9hsA+cr5/5fo7/+X4AMXKo7v/5f2G0D54AMWqvRPTqn2V02p+F9MqfpnS6n+b0qp/8MDkcADX9aIAgFRPxMAcRd9BFNjAQBUgQIAVOADFCrhAxOq3O//l/YDAKp07/+X+AMAKugDFqooAgC1HwAAFKEGQPn2AwAqHyAD1QBfBhBd7/+XwAMANPgDHyr6Ax8q9wMfqjEAABRl7/+XaAJA+fgDACr2Ax+qCAIAtKAGQPmS7/+XoAEAND8TAHHgAxaqQAAAVGACQPnjIwCR4QMXKuIDHyqjAACUYAAAtEgAgFIIAAC5se//l+ADGCpX7/+XPxMAcWH1/1TI//8XoAZA+X7v/5cg/P80YAJA+eMTAJHhAxcqIgCAUpIAAJT3AwCqYAEAtD8LAHHoJ58a6Eooiwk5QLkqBQARPwEAcQo5ALn6B58a+AZAuQMAABT4Ax8q+gMfKpXv/5fgAxYqO+//l+ADFCrhAxOql+//l/YDAKpX9f+06AZAuR8BGGvh9P9UPwsAcegnnxroSiiLCTlAuSkFAFEJOQC5Je//l6gBgFL4AwAqnwIIauAAAFTfBgBxQfP/VGgOQPkI8/+0GwFA+QQAABTIfkCT3wIAcRvBn5p/AwDxSBefGgjyBzegBkD5Ru//l6Dx/zTgIwCR4QMfKgITgFLv7v+XHyAD1YhbdhApx5HS6AIIy2kcp/IqAIDSCP1Dk8lx3PIJx/HyCCkJm+gjAPnoDkD5KAEAtegSQPnoAAC15CMAkYAAgFLhAxQq4gMTquMDFao5+f+XPwsAcaICAFRpAACQ6A5A+SnVRvkKARuL+6MFqR8BCevqDgD5AgIAVOhCQLkJBQARH/0/celCALloAQBU5CMAkaAAgFLhAxQq4gMTquMDFaok+f+XBAAAFOgSQPkIARuL6BIA+T7v/5fgAxgq5O7/l1f//xf/QwPR/l8KqfZXC6n0Twyp9AMCqvUDAar2AwAqOu//l/MDAKrS7v+XgQZA+fcDACofIAPVwEIGEL/u/5dgAgA1gAZA+f3u/5cAAgA04CMAkeEDHyoCE4BSpu7/l+h+QJPkIwCRYACAUuEDFiriAxWq4wMUqvMjA6n9+P+XG+//l+ADFyrB7v+X4AMTqvRPTKn2V0up/l9Kqf9DA5HAA1/W/l+9qfZXAan0TwKp8wMDqvcDAir0AwEq9QMAqn8AALm67v+XoAUANKh+RNOpCQCQKWE/kR8gA9WrTnYQCEFVSggBFEoIJQASKllouEoCADQMCYBS7QMKKq0FAFG2LaybzgpA+d8BFesBAQBUri2sm84JQLnfARRrgQAAVM4CQLnfBQBxwAUAVK0trJutDUC5Tf7/NRcCADTtAx+qLACAUm5pbbjuAQA0rSEBkYwFABG/IUHxYf//VLTu/5doAACQ9gMfqgmVTbkpBQARCZUNuRwAABSt7v+X9gMfqhkAABRuAACQkAUAUXYBDYvPoU25/wEQa0gAAFTMoQ25awAAkADkAG9tjU25rQUAEW2NDbnNBgC5LFkouCgAgFLVCgD5wIKCPMCCgTzfQgC53x4A+dQqASnIAgC5aAIAuZPu/5fgAxaq9E9CqfZXQan+X8OowANf1v4PHfj2VwGp9E8CqWru/5cABQA0dAAAkIieTbkoBAA09QMfqh8gA9WTRC4QVgCAUmgCQLkfBQBx4QEAVGgiQPkoAQC0YBJAuY3v/5doIkD5HwAI64AAAFSgBgARcvf/l2ABADRhEkC54AMTquIDHyql9v+XiJ5NubUGAJFzQgKRvwII62P9/1QGAAAUaApAuQgBGDJoCgC5dgIAufb//xf0T0Kp9ldBqf4HQ/hi7v8X9E9CqfZXQan+B0P4wANf1v17uqn8bwGp+mcCqfhfA6n2VwSp9E8FqXYAAJD0Ax+qyJ5NuSgIADT3AwEq9wcAtDtAmVLzAwIq9QMAqvgDH6r0Ax+qHyAD1Zk9LhA6gIBSW3OncnyggFI9/9+InQUANCgLQLkfARpqIQEAVOj3/5coH0D5CAAIyx8BG+uDAABUKAtAuQgBFjIoCwC5KAtAub8HAHGBAABUCQEaCikBEyppAwA0KYNAuQgBHAofAQlrAQIAVCmHQLm/AwlroQEAVCknQPkqN0D5PwEK6yEBAFQpK0D5KjtA+T8BCuuhAABUKS9A+So/QPk/AQrrAAEAVCCDxDwodxApKC9A+bh6NLiUBgCRIIOGPCg/APnInk25GAcAkR8DCOuCAABUnwIX6zlDApGj+f9U4AMUKvRPRan2V0Sp+F9DqfpnQqn8b0Gp/XvGqMADX9ZpAACQ6AMAquADH6oqoU25CgQANOoDASrKAwC06wMfquADH6psBwCwjCEAkY0BXbgtAgA0jgFduI2BXvjfBQBxAQEAVI6BX/i/AQ7roQAAVI4BX/iPAUD53wEP68AAAFSNgR/4jQFf+At5ILgABACRjQEA+S2hTblrBQCRfwEN64IAAFQfAArrjCEBkQP9/1TAA1/W6AMAquIJALToAwCqpAkAtOoDH6rrAx8q7AMfKh8gA9UpGwAQ6AMAqi0QCovuAw2q0I1A+FAFALTvAx+qAwEAtBECD8s/AgPrMTKDmu8BEYtjABHL7wUA0R0AABSxAUD5awUAEYQEANF/DQBx4wMfqjJqbzjxAxIqkV0YM2IAAFTsAxEqEgAAFIxdGFPrAx8qkP1S04xFTNMwaXA4EAEAOTAuRtMsaWw4DAUAOSxpcDgMCQA5TBZAkixpbDgMDQA5CBEAkewDHyrQAUD57wUAkf8BEOuEOED6Ifv/VEoFAJFfAQLrQgAAVAT6/7WrAgA0fwUAcQoBgFILAoBSagGKGoohyhpL/VLTTEVM0ytpazgLAQA5K2lsOKwHgFILBQA5qweAUmAAAFRKLUbTLGlqOAkRAJEMCQA5Cw0AOegDCaoAAQDLHwEAOcADX9Yf/D9xKAEAVAgSgFIfIAPVCSYuEAgkqJsJAUC5PwkAcUEAAFQf/Z+IwANf1v5Xvqn0TwGpH/w/cWgFAFQICYBSHyAD1XUkdhAUVKib8wMAKogCQLkfCQBxYQQAVFzt/5cgBAA06AMTKgkJgFIJVambKhFAuSkJQLlLfQRTakFKSikBCkqqCQCQSmE/kSklABJJSSmLKgFAueoBADRrBgARXwELawABAFQMCYBSSQUAUSlVrJsqzUC46gAANF8BC2th//9UCgmAUghVqpsIDUC5KAEAuZ8CALn0T0Gp/lfCqFvt/xf0T0Gp/lfCqMADX9b/QwHR/hsA+fRPBKmIA4BSIQCAUmIAgFLzAwAq6D8AuVTu/5dofhBTqAAANR8gA9WUHQYQiEpzOKgAADT0T0Sp/htA+f9DAZHAA1/WHwQAcYABAFQfCABxIf//VOADEyohAIBSwgSAUkLu/5cfRABxYf7/VEgAgFKISjM48P//F2gAAJDhUwCR4vMAkQgRQPngAxMqAAE/1iD9/zXhP0C54FMAkeILAJGf7f+XgPz/NOALAJH47f+XgAAANOALAJHh7f+XwPv/NOELAJHgAxMq4gMfKtf2/5cg+/80CAQAUQkSgFIfIAPVyhcuEAgpqZsqBIBSCQlAuSkBCioJCQC5HxUAuSgAgFLc//8XAAAAAAAAAAAAAP//AQAAAAAAAAAAAAAAAAAAAAMAAAAAAAAAAwAAAAAAAAACAAAAAAAAAAMAAAAAAAAAQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODkrLwA="
  }
};

// src/network/memory.ts
var WORD3 = Process.pointerSize;
var PROT_READ_WRITE = 3;
var MAP_PRIVATE_ANONYMOUS = 34;
var MOST_LISTED = 4096;
var QUICK = { scheduling: "exclusive" };
var LARGEST_PART = 32 * 1024;
var SLOT2 = {
  close: 0,
  closeTagged: 1,
  dup: 2,
  fcntl: 3,
  fcntl64: 4,
  getsockopt: 5,
  send: 6,
  sendto: 7,
  sendmsg: 8,
  sendmmsg: 9,
  write: 10,
  writev: 11,
  read: 12,
  readv: 13,
  recv: 14,
  recvfrom: 15,
  recvmsg: 16,
  recvmmsg: 17,
  socket: 32,
  connect: 33,
  dup2: 34,
  dup3: 35,
  accept: 36,
  accept4: 37,
  lookups: 40,
  tls: 64,
  callbacks: 320,
  everyCall: 32
};
var TLS_LIBRARIES = 16;
var TLS_FUNCTIONS = 16;
var MOST_CALLBACKS = 64;
var TLS_ALTERED = 7;
var TLS_ANSWERED = 11;
var FD_ENTRY_BYTES = 64;
var ENTRY_BYTES = 16;
var MOST_RANGES2 = 16;
var CALL2 = {
  kind: 0,
  slot: 1,
  frame: 2,
  stack: 3,
  caller: 4,
  result: 5,
  error: 6,
  at: 7,
  bytes: 8,
  count: 9,
  size: 10,
  offset: 11,
  args: 12
};
var TOLD2 = { opened: 0, sent: 1, refused: 2, lookedUp: 3, tlsBegun: 4, tlsSent: 5, answered: 6, altered: 7 };
var FLAG = { done: 1, failed: 2, alive: 4, dead: 8, toProxy: 16, secret: 32, noKernel: 128, lost: 256 };
var ENDED2 = 2;
var MOST_PARTS = 4096;
var FLOW_BYTES = 144;
var CONNECTION_BYTES = 72;
var Flow = class {
  at;
  constructor(at) {
    this.at = at;
  }
  get ended() {
    return this.at.readU32() === ENDED2;
  }
  get serial() {
    return this.at.add(4).readU32();
  }
  get flags() {
    return this.at.add(8).readU32();
  }
  get tid() {
    return this.at.add(20).readS32();
  }
  get error() {
    return this.at.add(24).readS32();
  }
  get port() {
    return this.at.add(30).readU16();
  }
  get localPort() {
    return this.at.add(32).readU16();
  }
  get udp() {
    return this.at.add(34).readU8() === 1;
  }
  get address() {
    return addressOf(this.at.add(36));
  }
  /** ms of the wall clock. */
  get began() {
    return number2(this.at.add(56)) / 1e6;
  }
  get up() {
    return number2(this.at.add(72));
  }
  get down() {
    return number2(this.at.add(80));
  }
  get refused() {
    return number2(this.at.add(88));
  }
  /** Bytes seen as they were sent. */
  get taken() {
    return number2(this.at.add(96));
  }
};
var TlsConnection = class {
  at;
  constructor(at) {
    this.at = at;
  }
  get ended() {
    return this.at.readU32() === ENDED2;
  }
  get serial() {
    return this.at.add(4).readU32();
  }
  get library() {
    return this.at.add(8).readU32();
  }
  get ssl() {
    return this.at.add(16).readPointer();
  }
  get up() {
    return number2(this.at.add(24));
  }
  get down() {
    return number2(this.at.add(32));
  }
  /** Whether no further call of it is told byte by byte. */
  get full() {
    return this.at.add(64).readU32() >= MOST_PARTS;
  }
};
var Code = class {
  gate;
  base;
  machine;
  list = Memory.alloc(4 * MOST_LISTED);
  text = Memory.alloc(Math.ceil(LARGEST_PART / 3) * 4 + 8);
  vector = Memory.alloc(2 * WORD3);
  encodeOf;
  sampleOf;
  changedOf;
  changedConnectionsOf;
  reapOf;
  reapConnectionOf;
  adoptOf;
  constructor() {
    const machine = MACHINES[Process.arch];
    if (machine === void 0)
      throw new Error(`not on a processor of the kind ${Process.arch}`);
    this.machine = machine;
    this.base = map2(machine.size);
    const bytes = decode(machine.code);
    Memory.patchCode(this.base, bytes.length, (code4) => {
      code4.writeByteArray(bytes.buffer);
    });
    this.gate = this.symbol("gate");
    this.encodeOf = new NativeFunction(this.symbol("encode"), "size_t", ["pointer", "pointer", "size_t", "size_t", "size_t"], QUICK);
    this.sampleOf = new NativeFunction(this.symbol("sample_all"), "void", [], QUICK);
    this.changedOf = new NativeFunction(this.symbol("changed"), "uint", ["pointer", "uint", "uint"], QUICK);
    this.changedConnectionsOf = new NativeFunction(this.symbol("changed_connections"), "uint", ["pointer", "uint"], QUICK);
    this.reapOf = new NativeFunction(this.symbol("reap"), "void", ["uint"], QUICK);
    this.reapConnectionOf = new NativeFunction(this.symbol("reap_connection"), "void", ["uint"], QUICK);
    this.adoptOf = new NativeFunction(this.symbol("adopt"), "void", ["int"], QUICK);
    this.symbol("process").writeS32(Process.id);
  }
  /** Where the code and its data lie. */
  get range() {
    return { base: this.base, size: this.machine.size };
  }
  /** What stands in the place of the function of a slot, and the cell from which it takes the original. */
  entry(slot) {
    const target = slot < SLOT2.everyCall ? this.symbol("fd_entries").add(slot * FD_ENTRY_BYTES) : this.symbol("entries").add((slot - SLOT2.everyCall) * ENTRY_BYTES);
    return { target, original: this.symbol("originals").add(slot * WORD3) };
  }
  /** The C library's functions that the code itself needs, in the order of `struct Host`. */
  host(functions2) {
    const at = this.symbol("host");
    functions2.forEach((one2, i) => {
      at.add(i * WORD3).writePointer(one2);
    });
  }
  /** The function that asks for a socket's options, once it is hooked itself. */
  ask(getsockopt) {
    this.symbol("host").add(2 * WORD3).writePointer(getsockopt);
  }
  setNumber(name2, value) {
    if (name2 === "plain")
      this.symbol("plain").writeU64(value);
    else
      this.cell(name2).writeU32(value);
  }
  setProxy(address3) {
    this.symbol("proxy_address").writeByteArray([...address3]);
  }
  /** Code that is `agent` (its calls are ours), `nested` (its look-ups are parts of others), `java_tls` (told elsewhere). */
  addRange(list, base, size) {
    const start = list === "agent" ? this.symbol("agent") : list === "nested" ? this.symbol("nested") : this.symbol("java_tls");
    for (let i = 0; i < MOST_RANGES2; i++) {
      const at = start.add(2 * WORD3 * i);
      if (!at.add(WORD3).readPointer().isNull())
        continue;
      at.writePointer(base);
      at.add(WORD3).writePointer(base.add(size));
      return;
    }
    throw new Error(`more than ${MOST_RANGES2} ranges of ${list}`);
  }
  running() {
    return this.symbol("running").readU32();
  }
  /** Flows and TLS connections that found no room, and sockets that are neither TCP nor UDP. */
  lost() {
    return {
      flows: this.symbol("flows_lost").readU32(),
      connections: this.symbol("connections_lost").readU32(),
      others: this.symbol("others").readU32()
    };
  }
  /** Ask the kernel for the totals of every connection. */
  sample() {
    this.sampleOf();
  }
  /** Numbers of flows of which there is something new; of `all` also those that are being connected just now. */
  changed(all) {
    return this.numbers(this.changedOf(this.list, MOST_LISTED, all ? 1 : 0));
  }
  changedConnections() {
    return this.numbers(this.changedConnectionsOf(this.list, MOST_LISTED));
  }
  flow(number3) {
    return new Flow(this.symbol("flows").add(number3 * FLOW_BYTES));
  }
  connection(number3) {
    return new TlsConnection(this.symbol("connections").add(number3 * CONNECTION_BYTES));
  }
  /** The flow of a descriptor, or null. */
  flowOf(descriptor) {
    if (descriptor < 0 || descriptor > 65535)
      return null;
    const number3 = this.symbol("flow_of").add(2 * descriptor).readU16();
    return number3 === 0 ? null : this.flow(number3 - 1);
  }
  reap(number3) {
    this.reapOf(number3);
  }
  reapConnection(number3) {
    this.reapConnectionOf(number3);
  }
  adopt(descriptor) {
    this.adoptOf(descriptor);
  }
  /** Bytes as base64, `skip` of them left out; at most LARGEST_PART. */
  encode(vectors, count, skip, size) {
    this.encodeOf(this.text, vectors, uint64(count), uint64(skip), uint64(Math.min(size, LARGEST_PART)));
    return this.text.readCString() ?? "";
  }
  /** One place of memory as a vector for `encode`. */
  single(at, size) {
    this.vector.writePointer(at);
    this.vector.add(WORD3).writePointer(ptr(size));
    return this.vector;
  }
  numbers(count) {
    return Array.from({ length: count }, (_, i) => this.list.add(4 * i).readU32());
  }
  cell(name2) {
    return name2 === "active" ? this.symbol("active") : name2 === "proxy_port" ? this.symbol("proxy_port") : this.symbol("refuse_quic");
  }
  symbol(name2) {
    const offset = this.machine.symbols[name2];
    if (offset === void 0)
      throw new Error(`no ${name2} in the network part`);
    return this.base.add(offset);
  }
};
function addressOf(at) {
  const bytes = Array.from(new Uint8Array(at.readByteArray(16) ?? new ArrayBuffer(16)));
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped)
    return bytes.slice(12).join(".");
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8 | (bytes[2 * i + 1] ?? 0)).toString(16)).join(":");
}
function number2(at) {
  return at.readU64().toNumber();
}
function map2(size) {
  const mmap = new NativeFunction(Module.getGlobalExportByName("mmap"), "pointer", ["pointer", "size_t", "int", "int", "int", "int64"]);
  const base = mmap(NULL, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (base.equals(ptr(-1)))
    throw new Error("no memory for the network part");
  return base;
}

// src/network/lookups.ts
var LOOKUPS = [
  { symbol: "getaddrinfo", name: 0, gives: "list", at: 3 },
  { symbol: "android_getaddrinfofornet", name: 0, gives: "list", at: 5 },
  { symbol: "android_getaddrinfofornetcontext", name: 0, gives: "list", at: 4 },
  { symbol: "gethostbyname", name: 0, gives: "host", at: -1 },
  { symbol: "gethostbyname2", name: 0, gives: "host", at: -1 },
  { symbol: "gethostbyname_r", name: 0, gives: "hostAt", at: 4 },
  { symbol: "gethostbyname2_r", name: 0, gives: "hostAt", at: 5 },
  { symbol: "android_gethostbynamefornet", name: 0, gives: "host", at: -1 },
  { symbol: "android_gethostbynamefornetcontext", name: 0, gives: "host", at: -1 },
  { symbol: "android_res_nquery", name: 1, gives: "descriptor", at: -1, library: /^libandroid(?:_net)?\.so$/ },
  { symbol: "res_query", name: 0, gives: "length", at: -1 },
  { symbol: "res_search", name: 0, gives: "length", at: -1 },
  { symbol: "res_nquery", name: 1, gives: "length", at: -1 },
  { symbol: "res_nsearch", name: 1, gives: "length", at: -1 },
  // glibc's names of the same.
  { symbol: "__res_query", name: 0, gives: "length", at: -1 },
  { symbol: "__res_search", name: 0, gives: "length", at: -1 },
  { symbol: "__res_nquery", name: 1, gives: "length", at: -1 },
  { symbol: "__res_nsearch", name: 1, gives: "length", at: -1 }
];
var AF_INET2 = 2;
var AF_INET62 = 10;
var MOST_ADDRESSES = 64;
var LONGEST_NAME = 1024;
var WORD4 = Process.pointerSize;
var BIONIC = Process.findModuleByName("libc.so.6") === null;
var ERRORS2 = BIONIC ? {
  1: "EAI_ADDRFAMILY",
  2: "EAI_AGAIN",
  3: "EAI_BADFLAGS",
  4: "EAI_FAIL",
  5: "EAI_FAMILY",
  6: "EAI_MEMORY",
  7: "EAI_NODATA",
  8: "EAI_NONAME",
  9: "EAI_SERVICE",
  10: "EAI_SOCKTYPE",
  11: "EAI_SYSTEM"
} : {
  [-1]: "EAI_BADFLAGS",
  [-2]: "EAI_NONAME",
  [-3]: "EAI_AGAIN",
  [-4]: "EAI_FAIL",
  [-5]: "EAI_NODATA",
  [-6]: "EAI_FAMILY",
  [-7]: "EAI_SOCKTYPE",
  [-8]: "EAI_SERVICE",
  [-9]: "EAI_ADDRFAMILY",
  [-10]: "EAI_MEMORY",
  [-11]: "EAI_SYSTEM"
};
var Lookups = class {
  places;
  constructor(places) {
    this.places = places;
  }
  /** A function has looked a name up: tell which, and what it gave. */
  lookedUp(call, index) {
    const known = LOOKUPS[index];
    if (known === void 0)
      return;
    const at = call.arg(known.name);
    if (at.isNull())
      return;
    const name2 = textOf5(at);
    if (name2 === "" || /^[0-9.]+$/.test(name2) || name2.includes(":"))
      return;
    const { addresses, error } = answer(call, known);
    const { tid, thread, site } = this.places.of(call);
    emit({ k: "lookup", t: Date.now(), tid, thread, site, name: name2, addresses, error });
  }
};
function answer(call, known) {
  const result = call.word(CALL2.result);
  const code4 = result.toInt32();
  switch (known.gives) {
    case "list":
      if (code4 !== 0)
        return { addresses: [], error: ERRORS2[code4] ?? `error ${code4}` };
      return { addresses: listed(call.arg(known.at).readPointer()), error: "" };
    case "host":
      return result.isNull() ? { addresses: [], error: "not found" } : { addresses: hosts(result), error: "" };
    case "hostAt": {
      const found = code4 === 0 ? call.arg(known.at).readPointer() : NULL;
      return found.isNull() ? { addresses: [], error: "not found" } : { addresses: hosts(found), error: "" };
    }
    // The answer is a message of DNS, or comes through a descriptor later: the name is what is known.
    case "descriptor":
    case "length":
      return { addresses: [], error: code4 < 0 ? "not found" : "" };
  }
}
function listed(first) {
  const found = /* @__PURE__ */ new Set();
  const address3 = 24 + (BIONIC ? WORD4 : 0);
  let one2 = first;
  for (let i = 0; i < MOST_ADDRESSES && !one2.isNull(); i++) {
    const at = one2.add(address3).readPointer();
    if (!at.isNull()) {
      const family = at.readU16();
      if (family === AF_INET2)
        found.add(ip(at.add(4), 4));
      else if (family === AF_INET62)
        found.add(ip(at.add(8), 16));
    }
    one2 = one2.add(24 + 2 * WORD4).readPointer();
  }
  return [...found];
}
function hosts(at) {
  const size = at.add(2 * WORD4 + 4).readS32();
  const list = at.add(2 * WORD4 + 8).readPointer();
  if (size !== 4 && size !== 16)
    return [];
  const found = [];
  for (let i = 0; i < MOST_ADDRESSES; i++) {
    const one2 = list.add(i * WORD4).readPointer();
    if (one2.isNull())
      break;
    found.push(ip(one2, size));
  }
  return found;
}
function ip(at, size) {
  const bytes = Array.from(new Uint8Array(at.readByteArray(size) ?? new ArrayBuffer(size)));
  if (size === 4)
    return bytes.join(".");
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8 | (bytes[2 * i + 1] ?? 0)).toString(16)).join(":");
}
function textOf5(at) {
  try {
    return at.readUtf8String()?.slice(0, LONGEST_NAME) ?? "";
  } catch {
    return at.readCString()?.slice(0, LONGEST_NAME) ?? "";
  }
}

// src/network/places.ts
var GateCall = class {
  at;
  context;
  constructor(at, context) {
    this.at = at;
    this.context = context;
  }
  word(index) {
    return this.at.add(index * Process.pointerSize).readPointer();
  }
  number(index) {
    return Number(this.word(index).toString());
  }
  arg(index) {
    return this.word(CALL2.args + index);
  }
  /** What the original is given; only before the call, where the C part lets it be altered. */
  alter(index, value) {
    this.at.add((CALL2.args + index) * Process.pointerSize).writePointer(value);
  }
  /** What the caller is given instead of the original's result; only where the C part lets it be answered. */
  answer(value) {
    this.at.add(CALL2.result * Process.pointerSize).writePointer(ptr(value));
  }
};
var Places = class {
  agent;
  stacks;
  constructor(agent) {
    this.agent = agent;
    this.stacks = new NativeStacks(0, agent.maxFrames);
    const vm3 = Process.findModuleByName("libjvm.so");
    const folders = [...librariesNamed("libc.so").map((module) => module.path), vm3?.path.replace(/\/server\/[^/]*$/, "/x") ?? ""].map((path) => path.slice(0, path.lastIndexOf("/") + 1));
    for (const folder of folders)
      if (folder !== "")
        this.stacks.trust(folder);
  }
  /** The thread and site of a call; the site is empty where the stack shows no code but the phone's. */
  of(call) {
    const tid = Process.getCurrentThreadId();
    if (this.agent.busy(tid))
      return { tid, thread: "", site: "" };
    try {
      return this.agent.silently(tid, () => this.find(call, tid));
    } catch (error) {
      problem("network stack", error);
      return { tid, thread: "", site: "" };
    }
  }
  find(call, tid) {
    const callers = this.stacks.callersFrom(call.context, {
      caller: call.word(CALL2.caller),
      stack: call.word(CALL2.stack),
      base: call.word(CALL2.frame)
    });
    const java = this.agent.javaStack();
    const thread = this.agent.threadName();
    const foreign = callers.some((address3) => !this.stacks.isSystem(address3));
    if (!foreign && java === null)
      return { tid, thread, site: "" };
    const site = this.agent.counters.site({
      key: Checksum.compute("sha1", `${foreign ? callers.join(",") : ""}:${java?.key ?? ""}`),
      frames: () => [...this.stacks.frames(callers), ...java?.frames() ?? []].slice(0, this.agent.maxFrames),
      origin: () => this.agent.origin(tid)
    });
    return { tid, thread, site };
  }
};

// src/network/sockets.ts
var SAMPLE_EVERY = 10;
var Sockets = class {
  code;
  places;
  plan;
  known = /* @__PURE__ */ new Map();
  flushes = 0;
  lost = { flows: 0, others: 0 };
  silentKernel = false;
  constructor(code4, places, plan) {
    this.code = code4;
    this.places = places;
    this.plan = plan;
  }
  /** A socket is being connected, or a first datagram goes to an address. */
  opened(call) {
    const flow = this.code.flow(call.number(CALL2.at) - 1);
    const place = this.places.of(call);
    if (!this.known.has(flow.serial))
      this.known.set(flow.serial, fresh(place));
  }
  /** Bytes that an app gave to a socket without encryption, to be told up to the limit. */
  sent(call, api2) {
    const flow = this.code.flow(call.number(CALL2.at) - 1);
    const known = this.of(flow);
    this.tell(flow);
    const offset = call.number(CALL2.offset);
    const size = call.number(CALL2.size);
    const place = this.places.of(call);
    const behind = offset === 1 && known.sent === 0 && !flow.udp;
    if (behind)
      this.part(flow, place, api2, "Fg==", 0, 1);
    this.parts(flow, place, api2, call, offset, size);
    known.sent = Math.max(known.sent, offset + size);
  }
  /** Tell what is new; the last time everything. */
  flush(last) {
    if (last || this.flushes++ % SAMPLE_EVERY === 0)
      this.code.sample();
    for (const number3 of this.code.changed(last)) {
      const flow = this.code.flow(number3);
      const known = this.of(flow);
      this.tell(flow, last);
      const { ended } = flow;
      this.totals(flow, known, ended);
      if (!ended)
        continue;
      this.rest(flow, known);
      this.known.delete(flow.serial);
      this.code.reap(number3);
    }
    this.complain();
  }
  of(flow) {
    let known = this.known.get(flow.serial);
    if (known === void 0) {
      known = fresh({ tid: flow.tid, thread: "", site: "" });
      this.known.set(flow.serial, known);
    }
    return known;
  }
  /** Tell a socket, once; or that it failed after all. */
  tell(flow, last = false) {
    const known = this.of(flow);
    const { flags } = flow;
    if (known.told === 2)
      return;
    const refused = flow.refused > 0;
    const failed2 = (flags & FLAG.failed) !== 0 || last && (flags & FLAG.dead) !== 0;
    if (known.told === 1 && !failed2)
      return;
    known.told = failed2 || refused ? 2 : 1;
    const state = refused ? "refused" : failed2 ? "failed" : "opened";
    const error = refused ? "ECONNREFUSED" : failed2 && flow.error !== 0 ? errorName(flow.error) : "";
    emit({
      k: "socket",
      t: flow.began,
      tid: known.place.tid,
      thread: known.place.thread,
      site: known.place.site,
      socket: flow.serial,
      protocol: flow.udp ? "udp" : "tcp",
      address: flow.address,
      port: flow.port,
      local_port: flow.localPort,
      state,
      error
    });
  }
  totals(flow, known, closed) {
    const { up, down, refused } = flow;
    if (known.told === 2 && refused === 0)
      return;
    if ((flow.flags & FLAG.noKernel) !== 0) {
      if (!this.silentKernel)
        problem("network", "the kernel does not tell the bytes of TCP connections (before Linux 4.1)");
      this.silentKernel = true;
      return;
    }
    if (!closed && up === known.up && down === known.down && refused === known.refused)
      return;
    Object.assign(known, { up, down, refused });
    emit({
      k: "socket_bytes",
      t: Date.now(),
      socket: flow.serial,
      up,
      down,
      refused,
      closed,
      how: flow.udp ? "calls" : "kernel"
    });
  }
  /** What was sent beyond the limit, or by ways that show no bytes: its number. */
  rest(flow, known) {
    const { flags } = flow;
    const left = flow.up - known.sent;
    if (known.told === 2)
      return;
    if (this.plan.plain === 0 || (flags & (FLAG.secret | FLAG.toProxy | FLAG.noKernel)) !== 0 || left <= 0)
      return;
    this.part(flow, known.place, "", "", known.sent, left);
  }
  parts(flow, place, api2, call, offset, size) {
    const vectors = call.word(CALL2.bytes);
    const count = call.number(CALL2.count);
    const kept = Math.max(0, Math.min(size, this.plan.plain - offset));
    for (let at = 0; at < size; ) {
      const whole = at < kept ? Math.min(LARGEST_PART, kept - at) : 0;
      const told4 = at + whole >= kept ? size - at : whole;
      this.part(flow, place, api2, whole === 0 ? "" : this.code.encode(vectors, count, at, whole), offset + at, told4);
      at += told4;
    }
  }
  part(flow, place, api2, data, offset, size) {
    const layer = flow.udp ? "udp" : "tcp";
    emit({
      k: "plain",
      t: Date.now(),
      tid: place.tid,
      thread: place.thread,
      site: place.site,
      layer,
      connection: `${layer}#${flow.serial}`,
      socket: flow.serial,
      api: api2,
      address: flow.address,
      port: flow.port,
      out: true,
      offset,
      data,
      size
    });
  }
  complain() {
    const { flows, others: others2 } = this.code.lost();
    if (flows > this.lost.flows)
      problem("network", `${flows} sockets beyond what is followed at a time were not told`);
    if (others2 > this.lost.others)
      problem("network", `${others2} sockets neither of TCP nor of UDP: what they carry is not told`);
    this.lost = { flows, others: others2 };
  }
};
function fresh(place) {
  return { place, told: 0, up: 0, down: 0, refused: 0, sent: 0 };
}

// src/network/tls.ts
var TLS_CALLS = ["SSL_write", "SSL_write_ex", "SSL_read", "SSL_read_ex", "SSL_new", "SSL_clear", "SSL_free"];
var HOST_NAME = 0;
var COUNT_EVERY = 10;
var Tls = class {
  code;
  places;
  plan;
  sockets;
  libraries = /* @__PURE__ */ new Map();
  known = /* @__PURE__ */ new Map();
  flushes = 0;
  lost = 0;
  constructor(code4, places, plan, sockets) {
    this.code = code4;
    this.places = places;
    this.plan = plan;
    this.sockets = sockets;
  }
  /** A library whose calls will come under this number. */
  add(module, number3) {
    const serverName = module.findExportByName("SSL_get_servername");
    const descriptor = module.findExportByName("SSL_get_fd");
    this.libraries.set(number3, {
      name: module.path.slice(module.path.lastIndexOf("/") + 1) || module.name,
      serverName: serverName === null ? null : new NativeFunction(serverName, "pointer", ["pointer", "int"]),
      descriptor: descriptor === null ? null : new NativeFunction(descriptor, "int", ["pointer"])
    });
  }
  begun(call) {
    const connection = this.code.connection(call.number(CALL2.at) - 1);
    this.meet(connection, this.places.of(call));
  }
  /** The library took bytes of the app's. */
  sent(call) {
    const connection = this.code.connection(call.number(CALL2.at) - 1);
    const place = this.places.of(call);
    const known = this.known.get(connection.serial) ?? this.meet(connection, place);
    const function_ = TLS_CALLS[(call.number(CALL2.slot) - SLOT2.tls) % TLS_FUNCTIONS] ?? "";
    const offset = call.number(CALL2.offset);
    const size = call.number(CALL2.size);
    const kept = Math.max(0, Math.min(size, this.plan.plain - offset));
    for (let at = 0; at < size; ) {
      const whole = at < kept ? Math.min(LARGEST_PART, kept - at) : 0;
      const told4 = at + whole >= kept ? size - at : whole;
      const data = whole === 0 ? "" : this.code.encode(this.code.single(call.arg(1).add(at), whole), 1, 0, whole);
      this.tell(known, place, function_, true, data, offset + at, told4);
      at += told4;
    }
    known.out = offset + size;
  }
  flush(last) {
    const due2 = last || this.flushes++ % COUNT_EVERY === 0;
    if (!due2)
      return;
    for (const number3 of this.code.changedConnections()) {
      const connection = this.code.connection(number3);
      const known = this.known.get(connection.serial);
      if (known !== void 0)
        this.counts(connection, known);
      if (!connection.ended)
        continue;
      this.known.delete(connection.serial);
      this.code.reapConnection(number3);
    }
    const { connections: connections2 } = this.code.lost();
    if (connections2 > this.lost) {
      problem("network", `${connections2} TLS connections beyond what is followed at a time: their bytes are not told`);
    }
    this.lost = connections2;
  }
  meet(connection, place) {
    const library = this.libraries.get(connection.library);
    const name2 = library?.name ?? "";
    const { ssl } = connection;
    const known = {
      library: name2,
      name: `${name2}:${ssl}#${connection.serial}`,
      place,
      host: "",
      socket: 0,
      address: "",
      port: 0,
      out: 0,
      in: 0
    };
    const host = library?.serverName?.(ssl, HOST_NAME) ?? NULL;
    if (!host.isNull())
      known.host = host.readCString() ?? "";
    const flow = this.code.flowOf(library?.descriptor?.(ssl) ?? -1);
    if (flow !== null) {
      Object.assign(known, { socket: flow.serial, address: flow.address, port: flow.port });
      this.sockets.tell(flow);
    }
    this.known.set(connection.serial, known);
    return known;
  }
  /** Bytes beyond the limit, and those received, of which only the number is told. */
  counts(connection, known) {
    const { up, down } = connection;
    if (up > known.out && (known.out >= this.plan.plain || connection.full)) {
      this.tell(known, known.place, "SSL_write", true, "", known.out, up - known.out);
      known.out = up;
    }
    if (down > known.in) {
      this.tell(known, known.place, "SSL_read", false, "", known.in, down - known.in);
      known.in = down;
    }
  }
  tell(known, place, function_, out, data, offset, size) {
    emit({
      k: "plain",
      t: Date.now(),
      tid: place.tid,
      thread: place.thread,
      site: place.site,
      layer: "tls",
      connection: known.name,
      socket: known.socket,
      api: `${known.library}!${function_}`,
      host: known.host,
      address: known.address,
      port: known.port,
      out,
      offset,
      data,
      size
    });
  }
};

// src/network/verify.ts
var VERIFY_CALLS = [
  ["SSL_CTX_set_cert_verify_callback", TLS_ALTERED],
  ["SSL_CTX_set_custom_verify", TLS_ALTERED + 1],
  ["SSL_set_custom_verify", TLS_ALTERED + 2],
  ["X509_verify_cert", TLS_ANSWERED]
];
var STORE = { callback: 1, chain: "store", refuses: (result) => result <= 0, accepts: 1 };
var CUSTOM = { callback: 2, chain: "connection", refuses: (result) => result === 1, accepts: 0 };
var CONSCRYPT = /^lib(?:javacrypto|conscrypt_jni|conscrypt_gmscore_jni)\.so$/;
var OK = 0;
var HOST_NAME2 = 0;
var Family = class {
  libraries;
  authority;
  store = null;
  /** `libraries` are those of one folder, as they are loaded. */
  constructor(libraries, authority) {
    this.libraries = libraries;
    this.authority = authority;
  }
  /** Whether the chain ends at the audit's authority and is for the host, by the library's own verification. */
  vouches(leaf2, others2, host) {
    if (leaf2.isNull())
      return false;
    const name2 = Memory.allocUtf8String(host);
    if (host !== "" && this.of("X509_check_host")(leaf2, name2, host.length, 0, NULL).toInt32() !== 1)
      return false;
    const context = this.of("X509_STORE_CTX_new")();
    if (context.isNull())
      return false;
    this.of("ERR_set_mark")();
    try {
      const set = this.of("X509_STORE_CTX_init")(context, this.ownStore(), leaf2, others2);
      return set.toInt32() === 1 && this.of("X509_verify_cert")(context).toInt32() === 1;
    } finally {
      this.of("X509_STORE_CTX_free")(context);
      this.of("ERR_pop_to_mark")();
    }
  }
  leafOf(context) {
    return this.of("X509_STORE_CTX_get0_cert")(context);
  }
  othersOf(context) {
    return this.of("X509_STORE_CTX_get0_untrusted")(context);
  }
  chainOf(ssl) {
    return this.of("SSL_get_peer_full_cert_chain")(ssl);
  }
  first(chain) {
    return chain.isNull() ? NULL : this.of("sk_value")(chain, 0);
  }
  setOk(context) {
    this.of("X509_STORE_CTX_set_error")(context, OK);
  }
  /** Why the library refused, in its words. */
  reasonOf(context) {
    const code4 = this.of("X509_STORE_CTX_get_error")(context).toInt32();
    const text = this.of("X509_verify_cert_error_string")(code4);
    return text.isNull() ? `error ${code4}` : text.readCString() ?? "";
  }
  /** The connection that a verification is for; null where it is for none. */
  connectionOf(context) {
    const index = this.find("SSL_get_ex_data_X509_STORE_CTX_idx");
    return index === null ? NULL : this.of("X509_STORE_CTX_get_ex_data")(context, index().toInt32());
  }
  hostOf(ssl) {
    const name2 = ssl.isNull() ? NULL : this.find("SSL_get_servername")?.(ssl, HOST_NAME2) ?? NULL;
    return name2.isNull() ? "" : name2.readCString() ?? "";
  }
  ownStore() {
    if (this.store !== null)
      return this.store;
    const store = this.of("X509_STORE_new")();
    const bytes = Memory.alloc(this.authority.length);
    bytes.writeByteArray(this.authority.buffer);
    const at = Memory.alloc(Process.pointerSize);
    at.writePointer(bytes);
    const certificate = this.of("d2i_X509")(NULL, at, this.authority.length);
    if (certificate.isNull() || this.of("X509_STORE_add_cert")(store, certificate).toInt32() !== 1) {
      throw new Error("the audit's authority is no certificate that this library reads");
    }
    this.store = store;
    return store;
  }
  found = /* @__PURE__ */ new Map();
  of(name2) {
    const found = this.find(name2);
    if (found === null)
      throw new Error(`no function ${name2} beside the library`);
    return found;
  }
  find(name2) {
    let known = this.found.get(name2);
    if (known === void 0) {
      const address3 = this.libraries.map((module) => module.findExportByName(name2)).find((one2) => one2 !== null) ?? null;
      known = address3 === null ? null : callable(address3, ARGUMENTS2[name2] ?? []);
      if (known !== null)
        this.found.set(name2, known);
    }
    return known;
  }
};
var ARGUMENTS2 = {
  X509_STORE_CTX_init: ["pointer", "pointer", "pointer", "pointer"],
  X509_verify_cert: ["pointer"],
  X509_STORE_CTX_free: ["pointer"],
  X509_STORE_CTX_get0_cert: ["pointer"],
  X509_STORE_CTX_get0_untrusted: ["pointer"],
  SSL_get_peer_full_cert_chain: ["pointer"],
  sk_value: ["pointer", "size_t"],
  X509_STORE_CTX_set_error: ["pointer", "int"],
  X509_STORE_CTX_get_error: ["pointer"],
  X509_verify_cert_error_string: ["long"],
  X509_STORE_CTX_get_ex_data: ["pointer", "int"],
  SSL_get_servername: ["pointer", "int"],
  X509_check_host: ["pointer", "pointer", "size_t", "uint", "pointer"],
  d2i_X509: ["pointer", "pointer", "long"],
  X509_STORE_add_cert: ["pointer", "pointer"]
};
var Verify = class {
  code;
  places;
  families = /* @__PURE__ */ new Map();
  folders = /* @__PURE__ */ new Map();
  /** What stands behind each slot: the function it is told as, how it answers, whose it is. */
  slots = /* @__PURE__ */ new Map();
  callbacks = /* @__PURE__ */ new Map();
  authority;
  /** Threads that check a chain a second time themselves. */
  checking = /* @__PURE__ */ new Set();
  constructor(code4, places, pem) {
    this.code = code4;
    this.places = places;
    this.authority = der(pem);
  }
  /** A library was loaded. */
  arrived(module) {
    const folder = folderOf2(module);
    const beside = this.folders.get(folder);
    if (beside === void 0)
      this.folders.set(folder, [module]);
    else
      beside.push(module);
  }
  /** A function of a library was hooked at this slot. */
  add(module, symbol, slot) {
    const folder = folderOf2(module);
    let family = this.families.get(folder);
    if (family === void 0) {
      family = new Family(this.folders.get(folder) ?? [module], this.authority);
      this.families.set(folder, family);
    }
    const form = symbol.includes("custom_verify") ? CUSTOM : STORE;
    this.slots.set(slot, { api: `${fileName2(module)}!${symbol}`, form, family });
  }
  /** An app sets a check of its own: it is called through an entry from now on. */
  altered(call) {
    const known = this.slots.get(call.number(CALL2.slot));
    if (known === void 0)
      return;
    const callback = call.arg(known.form.callback);
    const caller = moduleAt(call.word(CALL2.caller));
    if (callback.isNull() || caller !== null && CONSCRYPT.test(caller.name))
      return;
    const key = `${callback} ${known.api}`;
    let number3 = this.callbacks.get(key);
    if (number3 === void 0) {
      if (this.callbacks.size >= MOST_CALLBACKS) {
        problem("network", `more than ${MOST_CALLBACKS} checks of certificates: ${known.api} is left as it is`);
        return;
      }
      number3 = SLOT2.callbacks + this.callbacks.size;
      this.callbacks.set(key, number3);
      this.slots.set(number3, known);
      this.code.entry(number3).original.writePointer(callback);
    }
    call.alter(known.form.callback, this.code.entry(number3).target);
  }
  /** A check has answered: where it refused the audit's own chain, it is answered yes in its place. */
  answered(call) {
    const known = this.slots.get(call.number(CALL2.slot));
    const tid = Process.getCurrentThreadId();
    if (known === void 0 || this.checking.has(tid) || !known.form.refuses(call.word(CALL2.result).toInt32()))
      return;
    this.checking.add(tid);
    try {
      this.decide(call, known);
    } finally {
      this.checking.delete(tid);
    }
  }
  decide(call, known) {
    const { family, form, api: api2 } = known;
    const subject = call.arg(0);
    const ofStore = form.chain === "store";
    const { tid, thread, site } = this.places.of(call);
    let reason = "";
    let vouched = false;
    let host = "";
    try {
      host = family.hostOf(ofStore ? family.connectionOf(subject) : subject);
      reason = ofStore ? family.reasonOf(subject) : "refused by a check of its own";
      const others2 = ofStore ? family.othersOf(subject) : family.chainOf(subject);
      vouched = family.vouches(ofStore ? family.leafOf(subject) : family.first(others2), others2, host);
      if (vouched && ofStore)
        family.setOk(subject);
    } catch (error) {
      vouched = false;
      reason = `${reason}; not checked again: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (vouched)
      call.answer(form.accepts);
    emit({ k: "trust", t: Date.now(), tid, thread, site, api: api2, host, decision: vouched ? "opened" : "kept", reason });
  }
};
function slotOf(library, function_) {
  return SLOT2.tls + library * TLS_FUNCTIONS + function_;
}
function callable(address3, types) {
  const made = new NativeFunction(address3, "pointer", types);
  return (...args) => made(...args);
}
function folderOf2(module) {
  return module.path.slice(0, module.path.lastIndexOf("/") + 1);
}
function fileName2(module) {
  return module.path.slice(module.path.lastIndexOf("/") + 1) || module.name;
}
function der(pem) {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1]?.replace(/\s/g, "");
  if (body === void 0)
    throw new Error("the audit's authority is no certificate in PEM");
  return decode(body);
}

// src/network/install.ts
var SOCKET_CALLS = [
  ["socket", SLOT2.socket],
  ["connect", SLOT2.connect],
  ["accept", SLOT2.accept],
  ["accept4", SLOT2.accept4],
  ["close", SLOT2.close],
  ["android_fdsan_close_with_tag", SLOT2.closeTagged],
  ["dup", SLOT2.dup],
  ["dup2", SLOT2.dup2],
  ["dup3", SLOT2.dup3],
  ["fcntl", SLOT2.fcntl],
  ["fcntl64", SLOT2.fcntl64],
  ["getsockopt", SLOT2.getsockopt],
  ["sendto", SLOT2.sendto],
  ["sendmsg", SLOT2.sendmsg],
  ["sendmmsg", SLOT2.sendmmsg],
  ["write", SLOT2.write],
  ["writev", SLOT2.writev],
  ["read", SLOT2.read],
  ["readv", SLOT2.readv],
  ["recvfrom", SLOT2.recvfrom],
  ["recvmsg", SLOT2.recvmsg],
  ["recvmmsg", SLOT2.recvmmsg]
];
var NOT_OF_BIONIC = [["send", SLOT2.send], ["recv", SLOT2.recv]];
var HOST = [
  "getpid",
  "gettid",
  "getsockopt",
  "getsockname",
  "getpeername",
  "ioctl",
  "process_vm_readv",
  "clock_gettime",
  "__errno_location",
  "sched_yield"
];
var BIONIC_ERRNO = "__errno";
var JAVA_TLS = "tls_stream";
var Network = class {
  request;
  code = new Code();
  sockets;
  lookups;
  tls;
  verify;
  reverts = [];
  names = /* @__PURE__ */ new Map();
  seen = /* @__PURE__ */ new Set();
  javaTells;
  descriptors = lister();
  listener = null;
  observer = null;
  libraries = 0;
  constructor(request, agent) {
    this.request = request;
    const { network: network2 } = request;
    const places = new Places(agent);
    this.sockets = new Sockets(this.code, places, network2);
    this.lookups = new Lookups(places);
    this.tls = new Tls(this.code, places, network2, this.sockets);
    this.verify = network2.authority === "" ? null : new Verify(this.code, places, network2.authority);
    this.javaTells = request.plan.some((row) => row.hook === JAVA_TLS);
  }
  install() {
    const { network: network2 } = this.request;
    this.configure();
    this.listener = Interceptor.attach(this.code.gate, this.gate());
    if (network2.watch || network2.refuse_quic || network2.plain > 0)
      this.hookSockets();
    LOOKUPS.forEach((one2, i) => {
      if (network2.watch && one2.library === void 0)
        this.hookOne(one2.symbol, SLOT2.lookups + i, false);
    });
    Interceptor.flush();
    this.observer = Process.attachModuleObserver({
      onAdded: (module) => {
        guarded2(module.name, () => {
          this.library(module);
        });
      }
    });
    this.code.setNumber("active", 1);
    this.adopt();
    onFlush((last) => {
      if (this.listener === null)
        return;
      this.sockets.flush(last);
      this.tls.flush(last);
    });
  }
  release() {
    this.code.setNumber("active", 0);
    this.observer?.detach();
    for (const revert of this.reverts.splice(0))
      guarded2("taking out", revert);
    this.listener?.detach();
    this.listener = null;
    Interceptor.flush();
  }
  running() {
    return this.code.running();
  }
  configure() {
    const { network: network2 } = this.request;
    this.code.host(HOST.map((name2) => name2 === "__errno_location" ? Module.findGlobalExportByName(name2) ?? Module.getGlobalExportByName(BIONIC_ERRNO) : Module.getGlobalExportByName(name2)));
    this.code.setNumber("plain", network2.plain);
    this.code.setNumber("refuse_quic", network2.refuse_quic ? 1 : 0);
    const proxy3 = proxyOf(network2.proxy);
    if (proxy3 !== null) {
      this.code.setProxy(proxy3.address);
      this.code.setNumber("proxy_port", proxy3.port);
    }
    const libc = librariesNamed("libc.so").map((module) => module.name);
    for (const range of internals2()) {
      const name2 = "name" in range ? String(range.name) : "";
      if (name2 === "")
        this.code.addRange("agent", range.base, range.size);
      else if (libc.includes(name2))
        this.code.addRange("nested", range.base, range.size);
    }
    const { base, size } = this.code.range;
    this.code.addRange("nested", base, size);
  }
  gate() {
    const meet = (call) => {
      this.meet(call);
    };
    return {
      onEnter(args) {
        const call = new GateCall(args[0], this.context);
        guarded2("a call", () => {
          meet(call);
        });
      }
    };
  }
  meet(call) {
    const slot = call.number(CALL2.slot);
    switch (call.number(CALL2.kind)) {
      case TOLD2.opened:
      case TOLD2.refused:
        this.sockets.opened(call);
        return;
      case TOLD2.sent:
        this.sockets.sent(call, this.names.get(slot) ?? "");
        return;
      case TOLD2.lookedUp:
        this.lookups.lookedUp(call, slot - SLOT2.lookups);
        return;
      case TOLD2.tlsBegun:
        this.tls.begun(call);
        return;
      case TOLD2.tlsSent:
        this.tls.sent(call);
        return;
      case TOLD2.altered:
        this.verify?.altered(call);
        return;
      case TOLD2.answered:
        this.verify?.answered(call);
        return;
      default:
    }
  }
  hookSockets() {
    const bionic = Process.findModuleByName("libc.so.6") === null;
    for (const [symbol, slot] of [...SOCKET_CALLS, ...bionic ? [] : NOT_OF_BIONIC])
      this.hookOne(symbol, slot, true);
  }
  hookOne(symbol, slot, needed) {
    const module = librariesNamed("libc.so").find((one2) => one2.findExportByName(symbol) !== null);
    const address3 = module?.findExportByName(symbol) ?? null;
    if (module === void 0 || address3 === null) {
      if (needed && !OPTIONAL.has(symbol))
        problem("network", `no function ${symbol}: calls of it are not seen`);
      return;
    }
    this.hookAt(module, symbol, address3, slot);
  }
  hookAt(module, symbol, address3, slot) {
    if (this.seen.has(address3.toString()))
      return;
    this.seen.add(address3.toString());
    const { target, original } = this.code.entry(slot);
    this.names.set(slot, `${module.name}!${symbol}`);
    try {
      this.reverts.push(takeSeat(address3, target, original));
      if (slot === SLOT2.getsockopt)
        this.code.ask(original.readPointer());
    } catch (error) {
      problem(`network ${module.name}!${symbol}`, error);
    }
  }
  /** A library was loaded: if it is one for TLS, what it is given is told from now on. */
  library(module) {
    heardOf(module);
    this.verify?.arrived(module);
    if (this.javaTells && CONSCRYPT.test(module.name)) {
      this.code.addRange("java_tls", module.base, module.size);
      return;
    }
    LOOKUPS.forEach((one2, i) => {
      if (!this.request.network.watch || one2.library?.test(module.name) !== true)
        return;
      this.hookIn(module, one2.symbol, SLOT2.lookups + i);
    });
    const writes = this.request.network.plain > 0 && module.findExportByName("SSL_write") !== null;
    const checks = this.verify === null ? [] : VERIFY_CALLS.filter(([symbol]) => module.findExportByName(symbol) !== null);
    if (!writes && checks.length === 0) {
      Interceptor.flush();
      return;
    }
    if (this.libraries >= TLS_LIBRARIES) {
      problem("network", `more than ${TLS_LIBRARIES} TLS libraries: what ${module.name} is given is not told`);
      return;
    }
    const number3 = this.libraries++;
    setTimeout(() => {
      guarded2(module.name, () => {
        Module.load(module.path);
      });
    }, 0);
    if (writes) {
      this.tls.add(module, number3);
      TLS_CALLS.forEach((symbol, i) => {
        this.hookIn(module, symbol, slotOf(number3, i));
      });
    }
    for (const [symbol, function_] of checks) {
      this.verify?.add(module, symbol, slotOf(number3, function_));
      this.hookIn(module, symbol, slotOf(number3, function_));
    }
    Interceptor.flush();
  }
  hookIn(module, symbol, slot) {
    const address3 = module.findExportByName(symbol);
    if (address3 !== null)
      this.hookAt(module, symbol, address3, slot);
  }
  /** Sockets from before the agent. */
  adopt() {
    for (const one2 of this.descriptors())
      this.code.adopt(one2);
  }
};
var OPTIONAL = /* @__PURE__ */ new Set(["android_fdsan_close_with_tag", "fcntl64", "recvmmsg", "sendmmsg"]);
function lister() {
  const opendir = new NativeFunction(Module.getGlobalExportByName("opendir"), "pointer", ["pointer"]);
  const readdir = new NativeFunction(Module.getGlobalExportByName("readdir"), "pointer", ["pointer"]);
  const closedir = new NativeFunction(Module.getGlobalExportByName("closedir"), "int", ["pointer"]);
  const path = Memory.allocUtf8String("/proc/self/fd");
  return () => {
    const folder = opendir(path);
    if (folder.isNull())
      return [];
    const found = [];
    for (let entry2 = readdir(folder); !entry2.isNull(); entry2 = readdir(folder)) {
      const name2 = Number(entry2.add(19).readCString());
      if (Number.isInteger(name2))
        found.push(name2);
    }
    closedir(folder);
    return found;
  };
}
function proxyOf(text) {
  const found = /^(?:\[(?<six>[0-9a-fA-F:]+)\]|(?<four>\d+\.\d+\.\d+\.\d+)):(?<port>\d+)$/.exec(text)?.groups;
  if (found === void 0) {
    if (text !== "")
      problem("network", `no address and port: ${text}`);
    return null;
  }
  const port = Number(found.port);
  if (found.four !== void 0) {
    return { address: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...found.four.split(".").map(Number)], port };
  }
  const [head2 = "", tail = ""] = (found.six ?? "").split("::");
  const groups = (part) => part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const gap = new Array(Math.max(0, 8 - groups(head2).length - groups(tail).length)).fill(0);
  return { address: [...groups(head2), ...gap, ...groups(tail)].flatMap((group) => [group >> 8, group & 255]), port };
}
function guarded2(where, fn) {
  try {
    fn();
  } catch (error) {
    problem(`network ${where}`, error);
  }
}
var network = null;
function installNetwork(request, agent) {
  const { watch: watch2, plain: plain2, refuse_quic: refuse, authority } = request.network;
  if (network !== null || !(watch2 || plain2 > 0 || refuse || authority !== ""))
    return;
  guarded2("part", () => {
    network = new Network(request, agent);
    network.install();
  });
}
function releaseNetwork() {
  network?.release();
}
function networkCallsRunning() {
  return network?.running() ?? 0;
}

// src/lib/concrete.ts
var MOST_CLASSES = 4096;
var ABSTRACT = 1024;
var Concrete = class {
  methods;
  base;
  name;
  declared;
  inherited;
  /** By class; null where there is none of its own. */
  found = new WeakObjects(MOST_CLASSES);
  descriptor;
  /**
   * `declared` is the method of `base`, a global reference to the class or interface that names it; `inherited`
   * says whether that one counts too, where an object's class has none of its own.
   */
  constructor(methods2, base, name2, declared, inherited = false) {
    this.methods = methods2;
    this.base = base;
    this.name = name2;
    this.declared = declared;
    this.inherited = inherited;
    this.descriptor = `(${declared.argumentTypes.map((t) => t.name).join("")})${declared.returnType.name}`;
  }
  isInstance(jni2, object) {
    return jni2.isInstance(object, this.base);
  }
  /**
   * Return the method of an object's class; null where only `base` has one that does not count, or none has code. Raises an error
   * when the VM does not tell. `fresh` says whether the class was not asked for before.
   */
  of(jni2, object) {
    const owner = jni2.classOf(object);
    const known = this.found.get(jni2, owner);
    if (known !== void 0)
      return { method: known, fresh: false };
    const found = this.declaredBy(jni2, owner);
    this.found.set(jni2, owner, found);
    return { method: found, fresh: true };
  }
  declaredBy(jni2, owner) {
    const id = jni2.methodId(owner, this.name, this.descriptor);
    const reflected = jni2.reflected(owner, id, false);
    const reflect = "java.lang.reflect.Method";
    const declaring = jni2.callObject(reflected, method(jni2, reflect, "getDeclaringClass", "()Ljava/lang/Class;"));
    if (!this.inherited && jni2.same(declaring, this.base))
      return null;
    if ((jni2.callInt(reflected, method(jni2, reflect, "getModifiers", "()I")) & ABSTRACT) !== 0)
      return null;
    const getName2 = method(jni2, "java.lang.Class", "getName", "()Ljava/lang/String;");
    const name2 = jni2.string(jni2.callObject(declaring, getName2), 1024);
    return this.methods.of(overloadAt(id, this.declared), name2, this.name, () => jni2.globalRef(declaring));
  }
};
function prepareConcrete(jni2) {
  for (const name2 of ["java.lang.Class", "java.lang.reflect.Method"])
    cls(jni2, name2);
}

// src/lib/deliveries.ts
var MOST_OBJECTS2 = 4096;
var MOST_CLASSES2 = 1024;
var Delivery = class {
  plan;
  hook;
  methods;
  around;
  added;
  concrete;
  objects;
  hooked = /* @__PURE__ */ new Set();
  constructor(plan, hook, methods2, around, base, declared, added) {
    this.plan = plan;
    this.hook = hook;
    this.methods = methods2;
    this.around = around;
    this.added = added;
    this.concrete = declared.map((overload) => {
      const answers2 = plan.value_arg < 0 && overload.returnType.type !== "void";
      return new Concrete(methods2, base, plan.method, overload, answers2);
    });
    this.objects = new WeakObjects(MOST_OBJECTS2, () => {
      problem(plan.api, `more than ${MOST_OBJECTS2} objects were handed over: the oldest are not known any more`);
    });
  }
  find(jni2, object) {
    return this.objects.get(jni2, object);
  }
  /** A call hands objects over: those of this row's class are known from now on. */
  take(call) {
    const { jni: jni2, tid, target } = call;
    const failure = guarded(tid, () => framed(jni2, () => {
      const creation = { key: `site ${call.counter.site}`, frames: [], site: call.counter.site };
      target.argumentTypes.forEach((type, i) => {
        if (type.type === "pointer")
          this.hand(jni2, call.handle(i), creation);
      });
      if (target.replaced.isInstance)
        this.hand(jni2, call.self, creation);
    }));
    if (failure !== null)
      problem(`${this.plan.api} handed over by ${target.api}`, failure);
  }
  hand(jni2, object, creation) {
    const [first] = this.concrete;
    if (object.isNull() || first === void 0 || !first.isInstance(jni2, object))
      return;
    this.objects.set(jni2, object, creation);
    for (const concrete of this.concrete) {
      const { method: method2, fresh: fresh2 } = concrete.of(jni2, object);
      if (method2 === null || !fresh2 || this.hooked.has(method2.handle.toString()))
        continue;
      if (this.hooked.size >= MOST_CLASSES2) {
        problem(this.plan.api, `more than ${MOST_CLASSES2} classes take deliveries: ${className(jni2, object)} is not hooked`);
        continue;
      }
      this.hooked.add(method2.handle.toString());
      const target = new Target(this.plan, this.hook, method2, this.around, this);
      target.alone = this.concrete.length === 1;
      this.added(target);
      if (!this.methods.watch(jni2, method2, target, "now")) {
        problem(this.plan.api, `${method2.cls} is hooked a moment late: a first delivery may be missing`);
      }
    }
  }
};
function declaredBy(plan, wrapper, types) {
  const wanted = new Set(plan.overloads.map((one2) => one2.join(", ")));
  return (overloadsOf(wrapper, plan.method) ?? []).filter((one2) => wanted.size === 0 || wanted.has(types(one2)));
}

// src/lib/hop_rows.ts
var WORK = [
  { cls: "java.lang.Runnable", method: "run", types: [] },
  { cls: "java.util.concurrent.Callable", method: "call", types: [] },
  { cls: "java.util.function.Supplier", method: "get", types: [] },
  { cls: "java.util.function.Function", method: "apply", types: ["java.lang.Object"] },
  { cls: "java.util.function.Consumer", method: "accept", types: ["java.lang.Object"] },
  { cls: "java.util.function.BiFunction", method: "apply", types: ["java.lang.Object", "java.lang.Object"] },
  { cls: "java.util.function.BiConsumer", method: "accept", types: ["java.lang.Object", "java.lang.Object"] }
];
var JDK = "https://github.com/openjdk/jdk17u/blob/master/src/java.base/share/classes/java/util";
var LIBCORE = "https://android.googlesource.com/platform/libcore/+/refs/heads/main/ojluni/src/main/java/java/util";
var FRAMEWORK = "https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/core/java/android";
var COROUTINES = "https://github.com/Kotlin/kotlinx.coroutines/blob/master/kotlinx-coroutines-core";
var RX2 = "https://github.com/ReactiveX/RxJava/blob/2.x/src/main/java/io/reactivex/internal/schedulers";
var RX3 = "https://github.com/ReactiveX/RxJava/blob/3.x/src/main/java/io/reactivex/rxjava3/internal/schedulers";
function task(cls2, method2, types, hands, runs, source, group = `${cls2}.${method2}`) {
  return { kind: "task", cls: cls2, method: method2, types: types === null ? [] : [types], hands, runs, group, source };
}
var POOL = "java.util.concurrent.ThreadPoolExecutor";
var FORK_JOIN = "java.util.concurrent.ForkJoinPool";
var FORK_JOIN_TASK = "java.util.concurrent.ForkJoinTask";
var FUTURE = "java.util.concurrent.CompletableFuture";
var SCHEDULER = "kotlinx.coroutines.scheduling.CoroutineScheduler";
var HOPS = [
  {
    kind: "thread",
    cls: "java.lang.Thread",
    method: "start",
    types: [[]],
    hands: "self",
    runs: null,
    group: "java.lang.Thread.start",
    source: `${JDK}/../lang/Thread.java`
  },
  {
    kind: "begin",
    cls: POOL,
    method: "beforeExecute",
    types: [["java.lang.Thread", "java.lang.Runnable"]],
    hands: 1,
    runs: null,
    group: `${POOL}.beforeExecute`,
    source: `${LIBCORE}/concurrent/ThreadPoolExecutor.java`
  },
  task(POOL, "execute", ["java.lang.Runnable"], 0, null, `${LIBCORE}/concurrent/ThreadPoolExecutor.java`),
  task("java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute", null, 0, null, `${LIBCORE}/concurrent/ScheduledThreadPoolExecutor.java`),
  // Releases of the class library spell what every submission goes through differently.
  task(FORK_JOIN, "externalPush", null, 0, "work", `${LIBCORE}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "externalSubmit", null, 0, "work", `${JDK}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "poolSubmit", null, 1, "work", "https://github.com/openjdk/jdk21u/blob/master/src/java.base/share/classes/java/util/concurrent/ForkJoinPool.java", FORK_JOIN),
  task(FORK_JOIN_TASK, "fork", [], "self", "work", `${JDK}/concurrent/ForkJoinTask.java`),
  task(FUTURE, "unipush", null, 0, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "push", null, 0, "work", "https://android.googlesource.com/platform/libcore/+/refs/tags/android-8.0.0_r1/ojluni/src/main/java/java/util/concurrent/CompletableFuture.java", FUTURE),
  task(FUTURE, "bipush", null, 1, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "orpush", null, 1, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task("java.util.Timer", "sched", null, 0, "work", `${JDK}/Timer.java`),
  {
    kind: "message",
    cls: "android.os.MessageQueue",
    method: "enqueueMessage",
    types: [["android.os.Message", "long"]],
    hands: 0,
    runs: "work",
    group: "android.os.MessageQueue.enqueueMessage",
    source: `${FRAMEWORK}/os/MessageQueue.java`
  },
  task("android.os.AsyncTask$SerialExecutor", "execute", ["java.lang.Runnable"], 0, "work", `${FRAMEWORK}/os/AsyncTask.java`),
  task("android.view.HandlerActionQueue", "postDelayed", null, 0, "work", `${FRAMEWORK}/view/HandlerActionQueue.java`),
  task("android.view.Choreographer", "postCallbackDelayedInternal", null, 1, "work", `${FRAMEWORK}/view/Choreographer.java`),
  {
    kind: "made",
    cls: SCHEDULER,
    method: "createTask",
    types: [],
    hands: 0,
    runs: null,
    group: `${SCHEDULER}.createTask`,
    source: `${COROUTINES}/jvm/src/scheduling/CoroutineScheduler.kt`
  },
  {
    kind: "taken",
    cls: `${SCHEDULER}$Worker`,
    method: "findTask",
    types: [],
    hands: "self",
    runs: null,
    group: `${SCHEDULER}$Worker.findTask`,
    source: `${COROUTINES}/jvm/src/scheduling/CoroutineScheduler.kt`
  },
  task("kotlinx.coroutines.EventLoopImplBase", "enqueue", null, 0, "work", `${COROUTINES}/common/src/EventLoop.common.kt`),
  task("kotlinx.coroutines.internal.LimitedDispatcher", "dispatch", null, 1, "work", `${COROUTINES}/common/src/internal/LimitedDispatcher.kt`),
  task("io.reactivex.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, "work", `${RX2}/ExecutorScheduler.java`),
  task("io.reactivex.rxjava3.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, "work", `${RX3}/ExecutorScheduler.java`)
];

// src/lib/lambdas.ts
var MOST_CLASSES3 = 4096;
var DEEPEST3 = 4;
var MOST_FOUND = 8;
var STATIC = 8;
var FIELD = "java.lang.reflect.Field";
var LAMBDA = [];
var Lambdas = class {
  types;
  carried;
  fields = new WeakObjects(MOST_CLASSES3);
  /** `types` are global references to the interfaces whose methods run work; `carried` as of `Origins`. */
  constructor(jni2, types, carried) {
    this.types = types;
    this.carried = carried;
    for (const name2 of ["java.lang.Class", "java.lang.Object", FIELD])
      cls(jni2, name2);
  }
  /** Return the object, if it is one itself, or those that it holds for others. */
  of(jni2, object) {
    const found = [];
    if (!isArt())
      this.add(jni2, object, found, DEEPEST3);
    return found;
  }
  add(jni2, object, found, depth) {
    if (object.isNull() || found.length >= MOST_FOUND)
      return;
    const fields2 = this.fieldsOf(jni2, object);
    if (fields2 === LAMBDA)
      found.push(object);
    else if (depth > 0)
      for (const field2 of fields2)
        this.add(jni2, jni2.getObject(object, field2), found, depth - 1);
  }
  fieldsOf(jni2, object) {
    const owner = jni2.classOf(object);
    let fields2 = this.fields.get(jni2, owner);
    if (fields2 === void 0) {
      if (className(jni2, object).includes("/"))
        fields2 = LAMBDA;
      else
        fields2 = this.carried(jni2, object) ? jni2.attempt(() => this.declared(jni2, owner)) ?? [] : [];
      this.fields.set(jni2, owner, fields2);
    }
    jni2.deleteLocal(owner);
    return fields2;
  }
  /** The fields of a class and its superclasses that are declared to hold work. */
  declared(jni2, owner) {
    const getFields = method(jni2, "java.lang.Class", "getDeclaredFields", `()[L${FIELD.replace(/\./g, "/")};`);
    const getType2 = method(jni2, FIELD, "getType", "()Ljava/lang/Class;");
    const getModifiers = method(jni2, FIELD, "getModifiers", "()I");
    const object = cls(jni2, "java.lang.Object");
    const found = [];
    for (let current = owner; !current.isNull() && !jni2.same(current, object); current = jni2.superclass(current)) {
      const all = jni2.callObject(current, getFields);
      for (let i = 0; i < jni2.arrayLength(all); i++) {
        const field2 = jni2.arrayItem(all, i);
        const type = jni2.callObject(field2, getType2);
        const work = (jni2.callInt(field2, getModifiers) & STATIC) === 0 && this.types.some((one2) => jni2.same(one2, type));
        if (work)
          found.push(jni2.reflectedField(field2));
        jni2.deleteLocal(type);
        jni2.deleteLocal(field2);
      }
    }
    return found;
  }
};

// src/lib/hops.ts
var MOST_CLASSES4 = 2048;
var Hops = class {
  methods;
  origins;
  waiting = HOPS;
  running = null;
  begins = /* @__PURE__ */ new Map();
  constructor(methods2, origins) {
    this.methods = methods2;
    this.origins = origins;
  }
  /** Watch the hops whose class `use` finds; what is there and cannot be watched is told as a problem. */
  installWith(factory, when) {
    const jni2 = new Jni(bridgeEnv().handle);
    const found = /* @__PURE__ */ new Set();
    const failures2 = /* @__PURE__ */ new Map();
    this.waiting = this.waiting.filter((hop) => {
      let wrapper;
      try {
        wrapper = factory.use(hop.cls);
      } catch {
        return true;
      }
      const failure = this.install(jni2, hop, wrapper, factory, when);
      if (failure === "")
        found.add(hop.group);
      else
        failures2.set(hop.group, `${hop.cls}.${hop.method}: ${failure}`);
      return false;
    });
    for (const [group, failure] of failures2) {
      if (!found.has(group))
        problem("origins", failure);
    }
  }
  install(jni2, hop, wrapper, factory, when) {
    try {
      const wanted = new Set(hop.types.map((types) => types.join(", ")));
      const all = overloadsOf(wrapper, hop.method);
      const chosen = (all ?? []).filter((one2) => wanted.size === 0 || wanted.has(typesOf(one2)));
      if (chosen.length === 0)
        return all === null ? "no such method" : "no such overload";
      const owner = classOf(jni2, wrapper);
      const runs = hop.runs === null ? null : this.running ??= this.work(jni2, factory);
      for (const one2 of chosen) {
        if (hop.kind === "begin")
          this.begins.set(hop.cls, one2);
        const method2 = this.methods.of(one2, hop.cls, hop.method, () => owner);
        this.methods.watch(jni2, method2, this.observer(hop, method2, runs, owner), when);
      }
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  work(jni2, factory) {
    const bases = [];
    const concrete = WORK.map((one2) => {
      const wrapper = factory.use(one2.cls);
      const declared = (overloadsOf(wrapper, one2.method) ?? []).find((other) => typesOf(other) === one2.types.join(", "));
      if (declared === void 0)
        throw new Error(`no ${one2.cls}.${one2.method}`);
      const base = classOf(jni2, wrapper);
      bases.push(base);
      return new Concrete(this.methods, base, one2.method, declared);
    });
    const { origins } = this;
    const lambdas = new Lambdas(jni2, bases, (of, object) => origins.carried(of, object));
    return new Running(this.methods, origins, concrete, lambdas);
  }
  observer(hop, method2, runs, owner) {
    const { origins } = this;
    const object = (values) => values[hop.hands === "self" ? 1 : hop.hands + 2];
    switch (hop.kind) {
      case "thread": {
        return leaf(hop, (of, values, tid) => {
          origins.started(of, tid, method2, object(values), owner);
        });
      }
      case "made":
        return ending(hop, (of, _values, value, tid) => {
          origins.created(of, tid, method2, value);
        });
      case "taken":
        return ending(hop, (of, values, value) => {
          origins.begin(of, values[1], value);
        }, true);
      case "begin":
        return leaf(hop, (of, values) => {
          origins.begin(of, values[2], object(values));
        });
      case "task": {
        const begins = this.beginning(hop, owner);
        return leaf(hop, (of, values, tid) => {
          const given = object(values);
          if (begins !== null)
            begins(of, values[1]);
          if (!given.isNull())
            this.note(of, tid, method2, given, runs);
        });
      }
      case "message": {
        let callback = null;
        return leaf(hop, (of, values, tid) => {
          const message = object(values);
          if (message.isNull())
            return;
          callback ??= of.fieldId(of.classOf(message), "callback", "Ljava/lang/Runnable;");
          const given = of.getObject(message, callback);
          if (!given.isNull())
            this.note(of, tid, method2, given, runs);
        });
      }
    }
  }
  note(jni2, tid, method2, given, runs) {
    if (runs === null)
      this.origins.created(jni2, tid, method2, given);
    else if (!this.origins.createdFuture(jni2, tid, method2, given))
      runs.note(jni2, tid, method2, given);
  }
  /** An app's executor may have its own `beforeExecute`, which need not call the one it overrides. */
  beginning(hop, owner) {
    const begin = HOPS.find((other) => other.kind === "begin" && other.cls === hop.cls);
    const declared = this.begins.get(hop.cls);
    if (begin === void 0 || declared === void 0)
      return null;
    const concrete = new Concrete(this.methods, owner, begin.method, declared);
    return (of, executor) => {
      const { method: method2, fresh: fresh2 } = concrete.of(of, executor);
      if (method2 === null || !fresh2)
        return;
      const observer2 = leaf(begin, (at, values) => {
        this.origins.begin(at, values[2], values[3]);
      });
      this.methods.watch(of, method2, observer2, "now");
    };
  }
};
var Running = class {
  methods;
  origins;
  concrete;
  lambdas;
  name = "origins";
  watched = /* @__PURE__ */ new Set();
  constructor(methods2, origins, concrete, lambdas) {
    this.methods = methods2;
    this.origins = origins;
    this.concrete = concrete;
    this.lambdas = lambdas;
  }
  note(jni2, tid, hop, given) {
    for (const lambda of this.lambdas.of(jni2, given)) {
      if (this.origins.created(jni2, tid, hop, lambda))
        this.watch(jni2, lambda);
    }
  }
  watch(jni2, object) {
    for (const concrete of this.concrete) {
      if (!concrete.isInstance(jni2, object))
        continue;
      const { method: method2, fresh: fresh2 } = concrete.of(jni2, object);
      if (method2 === null || !fresh2 || this.watched.has(method2.handle.toString()))
        continue;
      if (this.watched.size >= MOST_CLASSES4) {
        problem("origins", `more than ${MOST_CLASSES4} classes of lambdas: where those of ${method2.cls} were created is not followed`);
        continue;
      }
      this.watched.add(method2.handle.toString());
      this.methods.watch(jni2, method2, this, "now");
    }
  }
  enter(values, tid) {
    const jni2 = new Jni(values[0]);
    try {
      const creation = this.origins.take(jni2, values[1]);
      if (creation === void 0)
        return null;
      const end = this.origins.during(tid, creation);
      return { returned: end, threw: end };
    } catch (error) {
      failedAt(this.name, jni2, "entry", error);
      return null;
    }
  }
};
function leaf(hop, fn) {
  const name2 = `origins: ${hop.cls}.${hop.method}`;
  return {
    name: name2,
    enter(values, tid) {
      const jni2 = new Jni(values[0]);
      try {
        guarded(tid, () => {
          fn(jni2, values, tid);
        });
      } catch (error) {
        failedAt(name2, jni2, "entry", error);
      }
      return null;
    }
  };
}
function ending(hop, fn, ofNull = false) {
  const name2 = `origins: ${hop.cls}.${hop.method}`;
  return {
    name: name2,
    enter(values, tid) {
      return {
        returned(value) {
          const object = value;
          if (object.isNull() && !ofNull)
            return;
          const jni2 = new Jni(values[0]);
          try {
            fn(jni2, values, object, tid);
          } catch (error) {
            failedAt(name2, jni2, "return", error);
          }
        },
        threw() {
        }
      };
    }
  };
}
function typesOf(overload) {
  return overload.argumentTypes.map(typeName).join(", ");
}

// src/lib/origins.ts
var MOST_TASKS = 8192;
var MOST_FUTURES = 256;
var MOST_PLACES = 4096;
var MOST_CLASSES5 = 4096;
var MOST_THREADS2 = 4096;
var MOST_WAITING2 = 64;
var FUTURE_TASK = "java.util.concurrent.FutureTask";
var COMPLETING = 1;
var Origins = class {
  stacks;
  carries;
  tasks = new WeakObjects(MOST_TASKS, (task2) => {
    if (!task2.begun)
      problem("origins", `more than ${MOST_TASKS} tasks wait: where the oldest were created is forgotten`);
  });
  /** Futures handed to what does not tell when it runs them: a future knows the thread that runs it. */
  futures = new WeakObjects(MOST_FUTURES, () => {
    problem("origins", `more than ${MOST_FUTURES} futures wait: where the oldest were created is forgotten`);
  });
  /** Threads: whose work they do now, null of a pool's between tasks. */
  threads = new WeakObjects(MOST_THREADS2);
  classes = new WeakObjects(MOST_CLASSES5);
  places = /* @__PURE__ */ new Map();
  /** By thread id: work that a frame on the thread's stack is doing, so that it ends with that frame. */
  now = /* @__PURE__ */ new Map();
  currentThread = NULL;
  target = NULL;
  future = NULL;
  runner = NULL;
  state = NULL;
  constructor(stacks, carries) {
    this.stacks = stacks;
    this.carries = carries;
  }
  prepare(jni2) {
    this.currentThread = jni2.staticMethodId(cls(jni2, "java.lang.Thread"), "currentThread", "()Ljava/lang/Thread;");
    this.target = jni2.attempt(() => jni2.fieldId(cls(jni2, "java.lang.Thread"), "target", "Ljava/lang/Runnable;")) ?? NULL;
    this.future = cls(jni2, FUTURE_TASK);
    this.runner = jni2.fieldId(this.future, "runner", "Ljava/lang/Thread;");
    this.state = jni2.fieldId(this.future, "state", "I");
  }
  /** Whose work the calling thread does: that of the task it runs, else of whoever started the thread. */
  current(jni2, tid) {
    const work = this.now.get(tid);
    if (work !== void 0)
      return work;
    const thread = this.thread(jni2);
    return this.running(jni2, thread) ?? this.threads.get(jni2, thread) ?? null;
  }
  /** Where the future that a thread runs was created, if it was noted. */
  running(jni2, thread) {
    if (this.futures.size === 0)
      return void 0;
    return this.futures.search(jni2, (future) => {
      const runner = jni2.getObject(future, this.runner);
      if (!runner.isNull()) {
        const found = jni2.same(runner, thread);
        jni2.deleteLocal(runner);
        return found ? "found" : "other";
      }
      return jni2.getInt(future, this.state) > COMPLETING ? "over" : "other";
    });
  }
  /** Note a future that is handed over; returns whether it is one. Nothing of it is watched. */
  createdFuture(jni2, tid, hop, task2) {
    if (!jni2.isInstance(task2, this.future))
      return false;
    const creation = this.carried(jni2, task2) ? this.creation(jni2, tid, hop) : null;
    if (creation !== null)
      this.futures.set(jni2, task2, creation);
    return true;
  }
  /** The calling thread works for `creation` until the function that is returned runs. */
  during(tid, creation) {
    const before = this.now.get(tid);
    this.now.set(tid, creation);
    return () => {
      if (before === void 0)
        this.now.delete(tid);
      else
        this.now.set(tid, before);
    };
  }
  /** A thread of a pool begins a task: it never does the work of whoever happened to start it. */
  begin(jni2, thread, task2) {
    this.threads.set(jni2, thread, (task2.isNull() ? void 0 : this.take(jni2, task2)) ?? null);
  }
  /** A task begins: where it was created; undefined when that is not known. */
  take(jni2, object) {
    const task2 = this.tasks.get(jni2, object);
    if (task2 === void 0)
      return void 0;
    task2.begun = true;
    return task2.waiting.length > 1 ? task2.waiting.shift() : task2.waiting[0];
  }
  /**
   * Note that the calling thread hands `task` over, where the stack that will run it may not tell who did: its
   * class only carries calls of others. Returns whether it was noted.
   */
  created(jni2, tid, hop, task2) {
    if (!this.carried(jni2, task2))
      return false;
    const creation = this.creation(jni2, tid, hop);
    if (creation === null)
      return false;
    this.tasks.change(jni2, task2, (known) => {
      if (known === void 0)
        return { waiting: [creation], begun: false };
      if (known.begun && known.waiting.length === 1)
        known.waiting.pop();
      if (known.waiting.length >= MOST_WAITING2)
        known.waiting.shift();
      known.waiting.push(creation);
      known.begun = false;
      return known;
    });
    return true;
  }
  /**
   * The same for a thread that is being started. Threads of classes that only carry calls of others (a pool's,
   * a timer's, one of a Looper) do work that is noted where it is handed to them.
   */
  started(jni2, tid, hop, thread, plain2) {
    const owner = jni2.classOf(thread);
    const worker = jni2.same(owner, plain2) ? this.ofPool(jni2, thread) : this.carried(jni2, thread);
    const creation = worker ? null : this.creation(jni2, tid, hop);
    if (creation !== null)
      this.threads.set(jni2, thread, creation);
  }
  ofPool(jni2, thread) {
    const target = this.target.isNull() ? NULL : jni2.getObject(thread, this.target);
    return !target.isNull() && className(jni2, target) === "java.util.concurrent.ThreadPoolExecutor$Worker";
  }
  /** Whether an object's class only carries calls of others, or is one the VM made for a lambda. */
  carried(jni2, object) {
    const owner = jni2.classOf(object);
    let carried = this.classes.get(jni2, owner);
    if (carried === void 0) {
      const name2 = className(jni2, object);
      carried = name2.includes("/") || this.carries(name2);
      this.classes.set(jni2, owner, carried);
    }
    jni2.deleteLocal(owner);
    return carried;
  }
  /** The innermost place that tells who creates this: the stack, or whose work the thread does. */
  creation(jni2, tid, hop) {
    const key = this.stacks.identify(jni2, hop);
    if (key === UNKNOWN || key === DELEGATED)
      return this.current(jni2, tid);
    let place = this.places.get(key);
    if (place === void 0) {
      const frames = this.stacks.frames(jni2, hop);
      const bare = frames.every((frame) => this.carries(frame.cls));
      place = bare ? null : { key, frames, site: null };
      if (this.places.size >= MOST_PLACES)
        this.places.clear();
      this.places.set(key, place);
    }
    return place ?? this.current(jni2, tid);
  }
  thread(jni2) {
    return jni2.callStaticObject(cls(jni2, "java.lang.Thread"), this.currentThread);
  }
};
function under(prefixes) {
  const set = new Set(prefixes);
  const known = /* @__PURE__ */ new Map();
  return (name2) => {
    let found = known.get(name2);
    if (found === void 0) {
      found = false;
      for (let end = name2.length; end > 0 && !found; end = name2.lastIndexOf(".", end - 1))
        found = set.has(name2.slice(0, end));
      if (known.size >= MOST_CLASSES5)
        known.clear();
      known.set(name2, found);
    }
    return found;
  };
}

// src/lib/native_agent.ts
function nativeAgent(around, request, installed) {
  const carries = under(request.through);
  const { stacks, counters, settings } = around;
  function thread() {
    const env = frida_java_bridge_default.vm.tryGetEnv();
    return env === null ? null : new Jni(env.handle);
  }
  return {
    detail: settings.detail,
    maxValue: settings.maxValue,
    maxFrames: request.max_frames,
    counters,
    carries,
    busy: isSilent,
    silently: guarded,
    javaStack() {
      const jni2 = thread();
      if (jni2 === null)
        return null;
      return { key: stacks.here.identify(jni2), frames: () => stacks.here.frames(jni2) };
    },
    inside(frames, apis) {
      const methods2 = new Set(apis.flatMap(installed).map((target) => `${target.cls}.${target.method}`));
      if (methods2.size === 0)
        return false;
      for (const frame of frames) {
        if (frame.library !== void 0 && frame.library !== "")
          continue;
        if (methods2.has(`${frame.cls}.${frame.method}`))
          return true;
        if (!carries(frame.cls))
          return false;
      }
      return false;
    },
    origin(tid) {
      const jni2 = thread();
      return jni2 === null ? null : jni2.attempt(() => around.origin(jni2, tid));
    },
    threadName() {
      const jni2 = thread();
      return jni2 === null ? kernelName() : threadName(jni2);
    }
  };
}
function kernelName() {
  try {
    return File.readAllText(`/proc/self/task/${Process.getCurrentThreadId()}/comm`).trimEnd();
  } catch {
    return "";
  }
}

// src/trust/java.ts
var NAMES2 = {
  factory: "java.security.cert.CertificateFactory",
  certificate: "java.security.cert.Certificate",
  x509: "java.security.cert.X509Certificate",
  bytes: "java.io.ByteArrayInputStream",
  string: "java.lang.String",
  integer: "java.lang.Integer",
  list: "java.util.List",
  collection: "java.util.Collection",
  arrays: "java.util.ArrayList",
  session: "javax.net.ssl.SSLSession",
  socket: "javax.net.ssl.SSLSocket",
  engine: "javax.net.ssl.SSLEngine",
  exception: "java.lang.Exception"
};
var METHODS = {
  generate: ["factory", "generateCertificate", "(Ljava/io/InputStream;)Ljava/security/cert/Certificate;"],
  encoded: ["certificate", "getEncoded", "()[B"],
  publicKey: ["certificate", "getPublicKey", "()Ljava/security/PublicKey;"],
  verify: ["certificate", "verify", "(Ljava/security/PublicKey;)V"],
  valid: ["x509", "checkValidity", "()V"],
  constraints: ["x509", "getBasicConstraints", "()I"],
  names: ["x509", "getSubjectAlternativeNames", "()Ljava/util/Collection;"],
  open: ["bytes", "<init>", "([B)V"],
  getBytes: ["string", "getBytes", "()[B"],
  value: ["integer", "intValue", "()I"],
  toArray: ["collection", "toArray", "()[Ljava/lang/Object;"],
  newList: ["arrays", "<init>", "()V"],
  add: ["arrays", "add", "(Ljava/lang/Object;)Z"],
  peers: ["session", "getPeerCertificates", "()[Ljava/security/cert/Certificate;"],
  sessionHost: ["session", "getPeerHost", "()Ljava/lang/String;"],
  handshake: ["socket", "getHandshakeSession", "()Ljavax/net/ssl/SSLSession;"],
  engineHost: ["engine", "getPeerHost", "()Ljava/lang/String;"]
};
var JavaSide = class {
  ids;
  owners;
  constructor(jni2) {
    const owners = Object.entries(NAMES2).map(([key, name2]) => [key, cls(jni2, name2)]);
    this.owners = Object.fromEntries(owners);
    const ids2 = Object.entries(METHODS).map(([key, [owner, name2, signature]]) => [key, jni2.methodId(this.owners[owner], name2, signature)]);
    this.ids = Object.fromEntries(ids2);
  }
  id(called) {
    return this.ids[called];
  }
  owner(name2) {
    return this.owners[name2];
  }
  is(jni2, object, name2) {
    return !object.isNull() && jni2.isInstance(object, this.owners[name2]);
  }
  /** A certificate of its encoding (a byte[]), as the platform reads it. */
  certificate(jni2, encoding) {
    const x509 = jni2.newString("X.509");
    const find = jni2.staticMethodId(this.owners.factory, "getInstance", `(L${slashed("string")};)L${slashed("factory")};`);
    const factory = jni2.callStaticObject(this.owners.factory, find, one(x509));
    const stream = jni2.newObject(this.owners.bytes, this.ids.open, one(encoding));
    return jni2.callObject(factory, this.ids.generate, one(stream));
  }
  /** java.util.ArrayList of objects. */
  listOf(jni2, items) {
    const list = jni2.newObject(this.owners.arrays, this.ids.newList);
    for (const item of items)
      jni2.callBoolean(list, this.ids.add, one(item));
    return list;
  }
};
function slashed(name2) {
  return NAMES2[name2].replace(/\./g, "/");
}
function one(object) {
  const args = Memory.alloc(8);
  args.writePointer(object);
  return args;
}

// src/trust/authority.ts
var MOST_NAMES2 = 1e3;
var LONGEST_NAME2 = 255;
var DNS = 2;
var ADDRESS = 7;
var NO_AUTHORITY = -1;
var Authority = class {
  java;
  certificate;
  key;
  constructor(jni2, java, pem) {
    this.java = java;
    const encoding = jni2.callObject(jni2.newString(pem), java.id("getBytes"));
    this.certificate = jni2.globalRef(java.certificate(jni2, encoding));
    this.key = jni2.globalRef(jni2.callObject(this.certificate, java.id("publicKey")));
  }
  /** Judge a certificate by its encoding, a byte[]; `host` is empty where nobody knows it. */
  judge(jni2, encoding, host) {
    const { java } = this;
    const leaf2 = java.certificate(jni2, encoding);
    if (!java.is(jni2, leaf2, "x509"))
      return { objection: "no X.509 certificate was presented", leaf: null, name: "" };
    const passes = (fn) => jni2.attempt(() => {
      fn();
      return true;
    }) === true;
    if (!passes(() => {
      jni2.callVoid(leaf2, java.id("verify"), one(this.key));
    })) {
      return { objection: "the certificate is not of the audit's authority", leaf: leaf2, name: "" };
    }
    if (jni2.callInt(leaf2, java.id("constraints")) !== NO_AUTHORITY) {
      return { objection: "the certificate is an authority's own, not a server's", leaf: leaf2, name: "" };
    }
    if (!passes(() => {
      jni2.callVoid(leaf2, java.id("valid"));
    })) {
      return { objection: "the certificate is not in force", leaf: leaf2, name: "" };
    }
    const names = this.names(jni2, leaf2);
    const covered = host === "" || names.some((name2) => covers(name2, host));
    return { objection: covered ? "" : `the certificate is not for ${host}`, leaf: leaf2, name: names[0] ?? "" };
  }
  names(jni2, leaf2) {
    const { java } = this;
    const found = jni2.callObject(leaf2, java.id("names"));
    if (found.isNull())
      return [];
    const all = jni2.callObject(found, java.id("toArray"));
    const names = [];
    const length = Math.min(jni2.arrayLength(all), MOST_NAMES2);
    for (let i = 0; i < length; i++) {
      const name2 = jni2.attempt(() => {
        const pair = jni2.callObject(jni2.arrayItem(all, i), java.id("toArray"));
        const kind = jni2.callInt(jni2.arrayItem(pair, 0), java.id("value"));
        return kind === DNS || kind === ADDRESS ? jni2.string(jni2.arrayItem(pair, 1), LONGEST_NAME2) : null;
      });
      if (name2 !== null)
        names.push(name2);
    }
    return names;
  }
};
function covers(name2, host) {
  const pattern = plain(name2);
  const wanted = plain(host);
  if (!pattern.startsWith("*."))
    return pattern === wanted;
  const dot = wanted.indexOf(".");
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
}
function plain(name2) {
  return name2.toLowerCase().replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

// src/trust/presented.ts
var LONGEST_HOST2 = 255;
var CONSCRYPT2 = /(?:^|\.)org\.conscrypt\./;
var TEXT3 = "()Ljava/lang/String;";
function leafOf(jni2, java, presented) {
  if (presented.isNull())
    return null;
  if (java.is(jni2, presented, "certificate"))
    return jni2.callObject(presented, java.id("encoded"));
  if (java.is(jni2, presented, "session"))
    return leafOf(jni2, java, jni2.callObject(presented, java.id("peers")));
  if (java.is(jni2, presented, "list"))
    return leafOf(jni2, java, jni2.callObject(presented, java.id("toArray")));
  const name2 = className(jni2, presented);
  if (name2 === "[B")
    return presented;
  if (name2.startsWith("["))
    return jni2.arrayLength(presented) === 0 ? null : leafOf(jni2, java, jni2.arrayItem(presented, 0));
  const invoke2 = jni2.attempt(() => jni2.methodId(jni2.classOf(presented), "invoke", "()Ljava/lang/Object;"));
  if (invoke2 === null)
    throw new Error(`a chain in ${name2} is not understood`);
  const made = jni2.callObject(presented, invoke2);
  return java.is(jni2, made, "list") ? leafOf(jni2, java, made) : null;
}
function hostOf(jni2, java, value) {
  const object = value;
  if (object.isNull())
    return "";
  return jni2.attempt(() => {
    const text = java.is(jni2, object, "string") ? object : told2(jni2, java, object);
    return text === null || text.isNull() ? "" : jni2.string(text, LONGEST_HOST2);
  }) ?? "";
}
function told2(jni2, java, object) {
  const name2 = className(jni2, object);
  const conscrypt = CONSCRYPT2.test(name2);
  if (!conscrypt && !isPlatform(jni2, object, name2)) {
    return java.is(jni2, object, "engine") ? jni2.callObjectAs(object, java.owner("engine"), java.id("engineHost")) : null;
  }
  if (conscrypt) {
    const known = jni2.attempt(() => jni2.methodId(jni2.classOf(object), "getHostname", TEXT3));
    if (known !== null)
      return jni2.callObject(object, known);
  }
  if (java.is(jni2, object, "engine"))
    return jni2.callObject(object, java.id("engineHost"));
  if (!java.is(jni2, object, "socket"))
    return null;
  const session2 = jni2.callObject(object, java.id("handshake"));
  return session2.isNull() ? null : jni2.callObject(session2, java.id("sessionHost"));
}

// src/trust/check.ts
var LONGEST_REASON = 1e3;
var MOST_TOLD = 256;
var told3 = new WeakObjects(MOST_TOLD);
var MOST_ALIKE = 1e3;
var MOST_KINDS2 = 1e3;
var alike = /* @__PURE__ */ new Map();
var Check = class {
  plan;
  method;
  authority;
  around;
  sited = true;
  label;
  constructor(plan, method2, authority, around) {
    this.plan = plan;
    this.method = method2;
    this.authority = authority;
    this.around = around;
    this.label = method2.label;
  }
  get api() {
    return this.plan.api;
  }
  get name() {
    return this.plan.api;
  }
  enter(values, tid) {
    return {
      returned: () => void 0,
      threw: () => void 0,
      instead: (thrown, value) => this.refused(thrown, value) ? this.answer(values, tid, thrown, value) : null
    };
  }
  refused(thrown, value) {
    if (this.plan.refuses === "throws")
      return thrown !== null;
    if (thrown !== null)
      return false;
    return this.plan.refuses === "false" ? value === 0 : !value.isNull();
  }
  answer(values, tid, thrown, value) {
    const jni2 = new Jni(values[0]);
    let given = null;
    let made = NULL;
    const failure = guarded(tid, () => framed(jni2, () => {
      const refusal = this.refusal(jni2, thrown, value);
      if (refusal === null)
        return;
      const host = this.plan.host < 0 ? "" : hostOf(jni2, this.authority.java, values[this.plan.host + this.first]);
      const { objection, leaf: leaf2, name: name2 } = this.judge(jni2, values, host);
      if (objection === "" && leaf2 !== null) {
        if (this.plan.answers === "chain")
          made = jni2.globalRef(this.chain(jni2, leaf2));
        else if (this.plan.answers === "status")
          made = jni2.globalRef(this.status(jni2, value, leaf2));
        given = { value: this.plan.answers === "true" ? 1 : null };
        this.tell(jni2, tid, host === "" ? name2 : host, "opened", refusal);
      } else {
        if (thrown !== null && told3.get(jni2, thrown) === true)
          return;
        if (thrown !== null)
          told3.set(jni2, thrown, true);
        this.tell(jni2, tid, host, "kept", `${refusal} [${objection}]`);
      }
    }));
    if (failure !== null)
      problem(this.plan.api, failure);
    if (failure !== null || given === null) {
      if (!made.isNull())
        jni2.deleteGlobal(made);
      return null;
    }
    return { value: made.isNull() ? given.value ?? void 0 : moved(jni2, made) };
  }
  /** Arguments of an instance method come after the object, of a static one after the class. */
  first = 2;
  /** The app's own refusal in words; null when it is none: an error of the VM's, or a result that says yes. */
  refusal(jni2, thrown, value) {
    if (thrown !== null) {
      const refuses = this.authority.java.is(jni2, thrown, "exception");
      return refuses ? describe(jni2, thrown, LONGEST_REASON) : null;
    }
    if (this.plan.refuses === "false")
      return "false";
    const result = value;
    const status = jni2.callInt(result, jni2.methodId(jni2.classOf(result), "getStatus", "()I"));
    return status === 0 ? null : `status ${status}`;
  }
  judge(jni2, values, host) {
    const presented = values[this.plan.chain + this.first];
    const leaf2 = leafOf(jni2, this.authority.java, presented);
    return leaf2 === null ? { objection: "no certificate was presented", leaf: null, name: "" } : this.authority.judge(jni2, leaf2, host);
  }
  chain(jni2, leaf2) {
    return this.authority.java.listOf(jni2, [leaf2, this.authority.certificate]);
  }
  /** Chromium's result with status 0 (CertVerifyStatusAndroid.OK), of no root that everybody knows. */
  status(jni2, like, leaf2) {
    const owner = jni2.classOf(like);
    const args = Memory.alloc(24);
    args.writeS32(0);
    args.add(8).writeU8(0);
    args.add(16).writePointer(this.chain(jni2, leaf2));
    return jni2.newObject(owner, jni2.methodId(owner, "<init>", "(IZLjava/util/List;)V"), args);
  }
  tell(jni2, tid, host, decision, reason) {
    const key = `${this.plan.api} ${decision} ${host}`;
    const before = alike.get(key) ?? (alike.size < MOST_KINDS2 ? 0 : MOST_ALIKE);
    if (before >= MOST_ALIKE) {
      problem(this.plan.api, `more answers (${decision}) than are told one by one`);
      return;
    }
    alike.set(key, before + 1);
    emit({
      k: "trust",
      t: Date.now(),
      tid,
      thread: threadName(jni2),
      site: this.site(jni2, tid),
      api: this.plan.api,
      host,
      decision,
      reason
    });
  }
  site(jni2, tid) {
    const { stacks, counters, origin } = this.around;
    const place = {
      key: stacks.identify(jni2, this.method),
      frames: () => stacks.frames(jni2, this.method),
      origin: () => origin(jni2, tid)
    };
    return counters.of(this, place).site;
  }
};
function moved(jni2, global2) {
  const local = jni2.localRef(global2);
  jni2.deleteGlobal(global2);
  return local;
}

// src/trust/pins.ts
var MOST_CLASSES6 = 1024;
var CONTEXT = "javax.net.ssl.SSLContext";
var MANAGERS = 1;
var BOOT = /^(?:javax|android|com\.android)\./;
var RESULTS = { nothing: "void", true: "uint8", chain: "pointer", status: "pointer" };
var Pins = class {
  plans;
  methods;
  around;
  authority;
  /** Methods watched, by plan and id: a class may be found through several loaders. */
  watched = /* @__PURE__ */ new Map();
  handed = [];
  reported = /* @__PURE__ */ new Map();
  context = false;
  managers = 0;
  constructor(jni2, plans, pem, methods2, around) {
    this.plans = plans;
    this.methods = methods2;
    this.around = around;
    this.authority = new Authority(jni2, new JavaSide(jni2), pem);
  }
  /** Watch what `factory` finds; what it does not find may come with another loader. */
  installWith(jni2, factory, when) {
    if (!this.context)
      this.watchContext(jni2, factory, when);
    for (const plan of this.plans) {
      if (BOOT.test(plan.cls) && this.watched.has(plan))
        continue;
      let wrapper;
      try {
        wrapper = factory.use(plan.cls);
      } catch {
        continue;
      }
      try {
        this.install(jni2, plan, wrapper, when);
      } catch (error) {
        this.tell(plan, "failed", 0, error instanceof Error ? error.message : String(error));
      }
    }
  }
  /** Say of every check that was not found that it was not. */
  report() {
    for (const plan of this.plans) {
      if (!this.reported.has(plan))
        this.tell(plan, "absent", 0, "no such class");
    }
  }
  install(jni2, plan, wrapper, when) {
    const wanted = new Set(plan.overloads.map((types) => types.join(", ")));
    const named3 = (overloadsOf(wrapper, plan.method) ?? []).filter((one2) => wanted.has(typesOf2(one2)));
    const chosen = named3.filter((one2) => one2.returnType.type === RESULTS[plan.answers]);
    if (chosen.length === 0) {
      this.tell(plan, "absent", 0, named3.length === 0 ? "no such method" : "its result is of another type");
      return;
    }
    if (plan.handed) {
      const base = classOf(jni2, wrapper);
      this.watched.set(plan, /* @__PURE__ */ new Set());
      for (const one2 of chosen) {
        this.handed.push({ plan, concrete: new Concrete(this.methods, base, plan.method, one2, true) });
      }
    } else {
      for (const one2 of chosen) {
        this.watch(jni2, plan, this.methods.of(one2, plan.cls, plan.method, () => classOf(jni2, wrapper)), when);
      }
    }
    this.tell(plan, "resolved", chosen.length, "");
  }
  /** Watch a method for a plan, once; returns whether that is in force. */
  watch(jni2, plan, method2, when) {
    const known = this.watched.get(plan) ?? /* @__PURE__ */ new Set();
    this.watched.set(plan, known);
    const key = method2.handle.toString();
    if (known.has(key))
      return true;
    known.add(key);
    return this.methods.watch(jni2, method2, new Check(plan, method2, this.authority, this.around), when);
  }
  watchContext(jni2, factory, when) {
    this.context = true;
    try {
      const wrapper = factory.use(CONTEXT);
      const owner = classOf(jni2, wrapper);
      for (const one2 of overloadsOf(wrapper, "init") ?? []) {
        this.methods.watch(jni2, this.methods.of(one2, CONTEXT, "init", () => owner), this.taking(), when);
      }
    } catch (error) {
      problem(`trust: ${CONTEXT}.init`, error);
    }
  }
  taking() {
    return {
      name: `trust: ${CONTEXT}.init`,
      enter: (values, tid) => {
        const jni2 = new Jni(values[0]);
        const failure = guarded(tid, () => framed(jni2, () => {
          this.take(jni2, values);
        }));
        if (failure !== null)
          problem(`trust: ${CONTEXT}.init`, failure);
        return null;
      }
    };
  }
  take(jni2, values) {
    const managers = values[MANAGERS + 2];
    if (managers.isNull())
      return;
    const length = jni2.arrayLength(managers);
    for (let i = 0; i < Math.min(length, MOST_CLASSES6); i++) {
      const manager = jni2.arrayItem(managers, i);
      if (manager.isNull() || isPlatform(jni2, manager, className(jni2, manager)))
        continue;
      for (const handed of this.handed)
        this.hand(jni2, handed, manager);
    }
  }
  hand(jni2, { plan, concrete }, manager) {
    const found = jni2.attempt(() => concrete.of(jni2, manager));
    if (found === null || found.method === null || !found.fresh)
      return;
    if (this.managers >= MOST_CLASSES6) {
      problem(plan.api, `more than ${MOST_CLASSES6} classes of trust managers: ${found.method.cls} is not watched`);
      return;
    }
    this.managers++;
    if (!this.watch(jni2, plan, found.method, "now")) {
      problem(plan.api, `${found.method.cls} is watched a moment late: a first refusal may stand`);
    }
  }
  tell(plan, state, overloads, reason) {
    const before = this.reported.get(plan);
    if (before === state || before === "resolved")
      return;
    this.reported.set(plan, state);
    emit({ k: "hook", t: Date.now(), api: plan.api, state, overloads, reason: reason.slice(0, 500) });
  }
};
function typesOf2(overload) {
  return overload.argumentTypes.map(typeName).join(", ");
}

// src/lib/install.ts
var ABSTRACT2 = 1024;
var MOST_CLASSES7 = 4096;
var BOOT2 = /^(?:java|javax|dalvik|android(?!\.support))\./;
var FOUND_BEFORE = { state: "resolved", overloads: 0, reason: "" };
var Installer = class {
  request;
  counters;
  hops;
  methods;
  stacks;
  around;
  outcomes = /* @__PURE__ */ new Map();
  installed = /* @__PURE__ */ new Map();
  deliveries = [];
  /** Rows by the class they are hooked in: one class may be found through several loaders. */
  classes = new WeakObjects(MOST_CLASSES7);
  /** Rows of classes that the app brings. */
  foreign = /* @__PURE__ */ new Set();
  changed = /* @__PURE__ */ new Set();
  pins;
  installing = false;
  constructor(request) {
    this.request = request;
    const jni2 = new Jni(bridgeEnv().handle);
    prepareThrowables(jni2);
    prepareCalls(jni2);
    prepareObjects(jni2);
    prepareConcrete(jni2);
    this.stacks = chooseStacks(request.stacks, request.max_frames);
    this.methods = new Methods(this.stacks);
    const carries = request.through.length === 0 ? null : under(request.through);
    this.counters = new Counters(carries);
    const origins = carries === null ? null : new Origins(this.stacks, carries);
    origins?.prepare(jni2);
    this.hops = origins === null ? null : new Hops(this.methods, origins);
    this.around = {
      counters: this.counters,
      stacks: this.stacks,
      settings: { detail: request.detail_per_site, maxValue: request.max_value, network: request.network },
      methods: this.methods,
      origin: (of, tid) => origins?.current(of, tid) ?? null,
      during: (tid, creation) => origins?.during(tid, creation) ?? (() => void 0)
    };
    const { authority } = request.network;
    this.pins = authority === "" ? null : new Pins(jni2, request.pins, authority, this.methods, this.around);
    installNetwork(request, nativeAgent(this.around, request, () => []));
  }
  /** Install every row whose class `use` finds; rows it does not find stay to be tried again. */
  installWith(factory) {
    this.whileAlone(() => {
      this.tryAll(factory, "later", (plan) => this.isWaiting(plan));
    });
  }
  /**
   * Try a class loader that appeared: rows that are absent, and those of classes that apps bring, since each loader
   * may bring its own. What is found is in force when this returns, and is reported.
   */
  installIn(loader) {
    return this.whileAlone(() => {
      const puts = [];
      this.changed.clear();
      this.tryAll(loader, puts, (plan) => this.foreign.has(plan) || this.isWaiting(plan) && !BOOT2.test(plan.cls));
      putNow(puts);
      for (const plan of this.changed)
        this.tell(plan);
    });
  }
  /** One thread at a time: the others come back later, which they hear by false. */
  whileAlone(fn) {
    if (this.installing)
      return false;
    this.installing = true;
    try {
      fn();
    } finally {
      this.installing = false;
    }
    return true;
  }
  isWaiting(plan) {
    return (this.outcomes.get(plan)?.state ?? "absent") === "absent";
  }
  tryAll(factory, when, wanted) {
    this.installNative();
    for (const late of [false, true]) {
      for (const plan of this.request.plan) {
        if (plan.kind === "native" || plan.delivered_by.length > 0 !== late || !wanted(plan))
          continue;
        this.settle(plan, this.install(plan, factory, when));
      }
    }
    this.link();
    this.hops?.installWith(factory, when);
    this.pins?.installWith(new Jni(bridgeEnv().handle), factory, when);
  }
  /** A row that was found before and now again, in another loader: its overloads add up. */
  settle(plan, outcome2) {
    const before = this.outcomes.get(plan);
    if (before === void 0 || before.state === "absent") {
      this.outcomes.set(plan, outcome2);
      if (outcome2.state !== "absent")
        this.changed.add(plan);
    } else if (outcome2.state === "resolved" && (outcome2.overloads ?? 0) > 0) {
      this.outcomes.set(plan, { ...before, overloads: (before.overloads ?? 0) + (outcome2.overloads ?? 0) });
      this.changed.add(plan);
    } else if (outcome2.state === "failed") {
      problem(plan.api, `in another class loader: ${outcome2.reason ?? ""}`);
    }
  }
  /** Report every row, or only those that were absent at the last report. */
  report(only) {
    for (const [plan, outcome2] of this.outcomes) {
      if (only === void 0 || only.has(plan) && outcome2.state !== "absent") {
        emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome2 });
      }
    }
  }
  /** Say of every check of certificates that was not found that it was not. */
  reportPins() {
    this.pins?.report();
  }
  tell(plan) {
    const outcome2 = this.outcomes.get(plan);
    if (outcome2 !== void 0)
      emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome2 });
  }
  /** Put every original back; it takes effect in the next turn of the event loop. */
  restore() {
    releaseNative();
    releaseNetwork();
    this.methods.restore();
  }
  absent() {
    return new Set(this.request.plan.filter((plan) => this.outcomes.get(plan)?.state === "absent"));
  }
  installNative() {
    const rows = this.request.plan.filter((plan) => plan.kind === "native" && this.isWaiting(plan));
    if (rows.length === 0)
      return;
    const agent = nativeAgent(this.around, this.request, (api2) => this.installed.get(api2) ?? []);
    for (const [plan, outcome2] of installNative(rows, agent))
      this.outcomes.set(plan, outcome2);
    for (const plan of rows) {
      if (!this.outcomes.has(plan))
        this.outcomes.set(plan, failed("no answer from the native hooks"));
    }
  }
  install(plan, factory, when) {
    const hook = hooks[plan.hook];
    if (hook === void 0)
      return failed(`the agent has no hook ${plan.hook}`);
    let wrapper;
    try {
      wrapper = factory.use(plan.cls);
    } catch (error) {
      const text = textOf6(error);
      const missing2 = /ClassNotFoundException|NoClassDefFoundError/.test(text) && !text.includes("Could not initialize");
      return missing2 ? absent("no such class") : failed(text);
    }
    try {
      const jni2 = new Jni(bridgeEnv().handle);
      if (plan.kind === "field")
        return fieldOf(plan, wrapper);
      const owner = classOf(jni2, wrapper);
      const rows = this.classes.get(jni2, owner) ?? /* @__PURE__ */ new Set();
      const outcome2 = rows.has(plan) ? FOUND_BEFORE : plan.delivered_by.length > 0 ? this.deliver(plan, hook, wrapper, owner) : this.replaceAll(jni2, plan, hook, wrapper, owner, when);
      if (outcome2.state !== "resolved" || outcome2.overloads === 0) {
        jni2.deleteGlobal(owner);
        return outcome2;
      }
      this.classes.set(jni2, owner, rows.add(plan));
      if (jni2.attempt(() => isForeign(jni2, owner)) === true)
        this.foreign.add(plan);
      return outcome2;
    } catch (error) {
      return failed(textOf6(error));
    }
  }
  replaceAll(jni2, plan, hook, wrapper, owner, when) {
    const all = overloadsOf(wrapper, plan.method);
    if (all === null)
      return absent("no such method");
    const wanted = plan.overloads.map((types) => types.join(", "));
    const chosen = all.filter((o) => wanted.length === 0 || wanted.includes(typesOf3(o)));
    if (chosen.length === 0)
      return absent("no such overload");
    const targets = chosen.map((o) => new Target(plan, hook, this.methods.of(o, plan.cls, plan.method, () => owner), this.around));
    const problems2 = missing(plan, all);
    let installed = 0;
    for (const target of targets)
      this.tie(target, targets);
    for (const target of targets) {
      target.alone = targets.length === 1;
      const problem2 = this.replaceOne(jni2, target, when);
      if (problem2 !== "") {
        problems2.push(problem2);
        continue;
      }
      installed++;
      this.installed.set(plan.api, [...this.installed.get(plan.api) ?? [], target]);
    }
    const reason = problems2.join("; ").slice(0, 500);
    return installed === 0 ? failed(reason) : { state: "resolved", overloads: installed, reason };
  }
  replaceOne(jni2, target, when) {
    if (isAbstract(jni2, target))
      return `${target.label} is abstract`;
    try {
      this.methods.watch(jni2, target.replaced, target.hook.observer?.(target) ?? target, when);
      return "";
    } catch (error) {
      return `${target.label}: ${textOf6(error)}`;
    }
  }
  /** A row of deliveries is there when its class and a row that hands objects of it over are. */
  deliver(plan, hook, wrapper, base) {
    const declared = declaredBy(plan, wrapper, typesOf3);
    if (declared.length === 0)
      return absent(overloadsOf(wrapper, plan.method) === null ? "no such method" : "no such overload");
    if (!plan.delivered_by.some((api2) => this.installed.has(api2) || this.delivers(api2))) {
      return absent("no row that hands such objects over is there");
    }
    this.deliveries.push(new Delivery(plan, hook, this.methods, this.around, base, declared, (target) => {
      this.installed.set(plan.api, [...this.installed.get(plan.api) ?? [], target]);
      this.link();
    }));
    return { state: "resolved", overloads: declared.length, reason: missing(plan, declared).join("; ").slice(0, 500) };
  }
  delivers(api2) {
    return this.deliveries.some(({ plan }) => plan.api === api2);
  }
  /** Tie all rows again: a row may name one that came after it. */
  link() {
    const takers = /* @__PURE__ */ new Map();
    for (const delivery of this.deliveries) {
      for (const api2 of delivery.plan.delivered_by)
        takers.set(api2, [...takers.get(api2) ?? [], delivery]);
    }
    for (const [api2, row] of this.installed) {
      const taking = takers.get(api2);
      for (const target of row) {
        this.tie(target, row);
        target.handsOver = taking === void 0 ? null : (call) => {
          for (const one2 of taking)
            one2.take(call);
        };
      }
    }
  }
  /** Tell a target whose calls are parts of others': only of methods that are hooked, or the call would be lost. */
  tie(target, row) {
    const callers = target.plan.within.flatMap((other) => this.installed.get(other) ?? []);
    const family = [...row.filter((other) => other !== target), ...callers];
    const handles = Memory.alloc((family.length + 1) * Process.pointerSize);
    family.forEach((other, i) => handles.add(i * Process.pointerSize).writePointer(other.handle));
    target.family = handles;
    const elsewhere = row.filter((other) => other.cls !== target.cls);
    target.callers = new Set([...callers, ...elsewhere].map((other) => `${other.cls}.${other.method}`));
  }
};
function fieldOf(plan, wrapper) {
  const names = wrapper.$ownMembers;
  const there = [plan.method, `_${plan.method}`].some((name2) => names.includes(name2) && wrapper[name2]?.fieldType !== void 0);
  return there ? { state: "unobservable", overloads: 0, reason: "a field: reading it is no call" } : absent("no such field");
}
function isAbstract(jni2, target) {
  const { owner, overload } = target.replaced;
  if (target.method === "<init>")
    return false;
  const reflected = jni2.attempt(() => {
    const isStatic = overload.type === STATIC_METHOD2;
    const found = jni2.reflected(owner, target.handle, isStatic);
    return jni2.callInt(found, method(jni2, "java.lang.reflect.Method", "getModifiers", "()I"));
  });
  return reflected !== null && (reflected & ABSTRACT2) !== 0;
}
function missing(plan, all) {
  const there = new Set(all.map(typesOf3));
  return plan.overloads.map((types) => types.join(", ")).filter((one2) => !there.has(one2)).map((one2) => `no (${one2})`);
}
function typesOf3(overload) {
  return overload.argumentTypes.map(typeName).join(", ");
}
function absent(reason) {
  return { state: "absent", overloads: 0, reason };
}
function failed(reason) {
  return { state: "failed", overloads: 0, reason: reason.slice(0, 500) };
}
function textOf6(error) {
  return error instanceof Error ? error.message : String(error);
}
function isForeign(jni2, handle) {
  const getLoader = method(jni2, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;");
  const loader = jni2.callObject(handle, getLoader);
  return !loader.isNull() && className(jni2, loader) !== "java.lang.BootClassLoader";
}

// src/lib/loaders.ts
var APPEARS = {
  art: [["dalvik.system.BaseDexClassLoader", ["$init", "addDexPath"]]],
  jvm: [["java.net.URLClassLoader", ["$init", "addURL"]]]
};
var FILES = { art: [["dalvik.system.DexFile", ["$init"]]], jvm: [] };
var MOST_AT_ONCE = 256;
var MOST_KNOWN5 = 1024;
var LOADER = "java.lang.ClassLoader";
var STRING_TO_CLASS = "(Ljava/lang/String;)Ljava/lang/Class;";
var Loaders = class {
  look;
  later;
  known = [];
  looked = 0;
  /** `look` tries rows with a new loader, in the thread that made it; `later` asks for another try some time on. */
  constructor(look, later2) {
    this.look = look;
    this.later = later2;
  }
  /** Watch loaders being made; what is there and cannot be watched is told as a problem. */
  watch(methods2) {
    const jni2 = new Jni(bridgeEnv().handle);
    for (const name2 of [LOADER, "java.lang.Class", "java.lang.reflect.Method"])
      cls(jni2, name2);
    const flavor = isArt() ? "art" : "jvm";
    for (const [owner, names] of APPEARS[flavor]) {
      for (const name2 of names)
        this.watchOne(jni2, methods2, owner, name2, (at, object) => {
          this.appeared(at, object);
        });
    }
    for (const [owner, names] of FILES[flavor]) {
      for (const name2 of names)
        this.watchOne(jni2, methods2, owner, name2, () => {
          this.later();
        });
    }
  }
  /** Try every loader that is there now. */
  each(look) {
    const jni2 = new Jni(bridgeEnv().handle);
    const loaders2 = isArt() ? frida_java_bridge_default.enumerateClassLoadersSync().map((loader) => withHandle(loader, (handle) => jni2.globalRef(handle))) : this.known.map((weak) => jni2.globalRef(weak)).filter((loader) => !loader.isNull());
    for (const loader of loaders2) {
      look(new InLoader(loader));
      jni2.deleteGlobal(loader);
    }
  }
  watchOne(jni2, methods2, owner, name2, then) {
    try {
      const wrapper = frida_java_bridge_default.use(owner);
      const global2 = classOf(jni2, wrapper);
      const overloads = overloadsOf(wrapper, name2) ?? [];
      for (const one2 of overloads) {
        methods2.watch(jni2, methods2.of(one2, owner, name2, () => global2), after2(`class loaders: ${owner}.${name2}`, then));
      }
    } catch (error) {
      problem("class loaders", `${owner}.${name2}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  appeared(jni2, loader) {
    if (!isArt() && this.known.length < MOST_KNOWN5)
      this.known.push(jni2.weakRef(loader));
    this.later();
    if (this.looked >= MOST_AT_ONCE) {
      problem("class loaders", `more than ${MOST_AT_ONCE} class loaders: further ones are looked through a moment later`);
      return;
    }
    this.looked++;
    this.look(new InLoader(loader));
  }
};
var InLoader = class {
  loader;
  factory = null;
  plain = null;
  /** Rows share classes: what is not there is asked for once. */
  missing = /* @__PURE__ */ new Set();
  constructor(loader) {
    this.loader = loader;
  }
  use(name2) {
    const env = bridgeEnv();
    const jni2 = new Jni(env.handle);
    const found = this.missing.has(name2) ? null : jni2.attempt(() => {
      const local = this.find(jni2, name2);
      return local.isNull() ? null : jni2.globalRef(local);
    });
    if (found === null) {
      this.missing.add(name2);
      throw new Error(`ClassNotFoundException: ${name2}`);
    }
    if (!isArt() && jni2.attempt(() => link(jni2, found)) === null) {
      jni2.deleteGlobal(found);
      throw new Error(`${name2} cannot be linked`);
    }
    this.factory ??= new frida_java_bridge_default.ClassFactory();
    return this.factory._make(name2, () => new Jni(bridgeEnv().handle).localRef(found), env);
  }
  find(jni2, name2) {
    const args = Memory.alloc(8);
    args.writePointer(jni2.newString(name2));
    this.plain ??= isPlain(jni2, this.loader);
    if (this.plain)
      return jni2.callObject(this.loader, method(jni2, LOADER, "loadClass", STRING_TO_CLASS), args);
    return jni2.callObjectAs(this.loader, cls(jni2, LOADER), method(jni2, LOADER, "findLoadedClass", STRING_TO_CLASS), args);
  }
};
function link(jni2, owner) {
  const ask = method(jni2, "java.lang.Class", "getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;");
  return !jni2.callObject(owner, ask).isNull();
}
function isPlain(jni2, loader) {
  const parent = jni2.fieldId(cls(jni2, LOADER), "parent", `L${LOADER.replace(/\./g, "/")};`);
  let current = loader;
  for (let depth = 0; !current.isNull(); depth++) {
    if (depth > DEEPEST4 || !loadsPlainly(jni2, current))
      return false;
    current = jni2.getObject(current, parent);
  }
  return true;
}
var DEEPEST4 = 32;
function loadsPlainly(jni2, loader) {
  if (isPlatform(jni2, loader, className(jni2, loader)))
    return true;
  const owner = jni2.classOf(loader);
  const signatures = [
    ["loadClass", STRING_TO_CLASS],
    ["loadClass", "(Ljava/lang/String;Z)Ljava/lang/Class;"],
    ["findClass", STRING_TO_CLASS]
  ];
  return signatures.every(([name2, signature]) => {
    const reflected = jni2.reflected(owner, jni2.methodId(owner, name2, signature), false);
    const getDeclaringClass = method(jni2, "java.lang.reflect.Method", "getDeclaringClass", "()Ljava/lang/Class;");
    const declaring = jni2.callObject(reflected, getDeclaringClass);
    const its = jni2.callObject(declaring, method(jni2, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;"));
    return its.isNull() || className(jni2, its) === "java.lang.BootClassLoader";
  });
}
function after2(name2, fn) {
  return {
    name: name2,
    enter(values, tid) {
      return {
        returned() {
          const jni2 = new Jni(values[0]);
          const failure = guarded(tid, () => framed(jni2, () => {
            fn(jni2, values[1]);
          }));
          if (failure !== null)
            problem(name2, failure);
        },
        threw: () => void 0
      };
    }
  };
}

// src/index.ts
var RETRY_MS = [250, 2e3, 1e4, 3e4];
var MOST_WAIT_MS = 500;
var DRAIN_MS = 2e3;
var POLL_MS = 20;
var installer = null;
var timer = null;
var loaders = null;
var due = /* @__PURE__ */ new Set();
function later() {
  for (const ms of RETRY_MS) {
    if (due.has(ms))
      continue;
    due.add(ms);
    setTimeout(() => {
      due.delete(ms);
      retry();
    }, ms);
  }
}
function lookIn(made, loader) {
  const end = Date.now() + MOST_WAIT_MS;
  while (!made.installIn(loader)) {
    if (Date.now() > end) {
      later();
      return;
    }
    Thread.sleep(2e-3);
  }
}
function retry() {
  const current = installer;
  if (current === null)
    return;
  frida_java_bridge_default.performNow(() => {
    try {
      let alone = current.installIn(frida_java_bridge_default);
      loaders?.each((loader) => {
        alone = current.installIn(loader) && alone;
      });
      if (!alone)
        later();
    } catch (error) {
      problem("late classes", error);
    }
  });
}
rpc.exports = {
  /** Install the rows; resolves when the framework's rows are in force. Every row is reported. */
  async install(request) {
    if (installer !== null)
      throw new Error("already installed");
    if (!frida_java_bridge_default.available)
      throw new Error("no Java runtime in this process");
    frida_java_bridge_default.performNow(() => {
      installer = new Installer(request);
    });
    const made = installer;
    if (made === null)
      throw new Error("not installed");
    onFlush((last) => {
      made.counters.report(last);
      reportFailures();
      if (referencesWait())
        frida_java_bridge_default.performNow(() => {
          deleteReferences(new Jni(bridgeEnv().handle));
        });
    });
    frida_java_bridge_default.performNow(() => {
      made.installWith(frida_java_bridge_default);
    });
    const waiting2 = made.absent();
    made.report();
    loaders = new Loaders((loader) => {
      lookIn(made, loader);
    }, later);
    const watching = loaders;
    frida_java_bridge_default.performNow(() => {
      watching.watch(made.methods);
    });
    await settle();
    if (waiting2.size > 0) {
      frida_java_bridge_default.perform(() => {
        made.installWith(frida_java_bridge_default);
        made.report(waiting2);
      });
      await settle();
    }
    made.reportPins();
    afterFirstActivity(later);
    timer = setInterval(flush, request.flush_ms);
    flush();
  },
  flush: flushAll,
  /** Put every method back and wait until no thread is inside a hook; returns how many still are. */
  release,
  /** Called by Frida: when the process ends what waits goes out; on unload all is put back as well. */
  async dispose(reason) {
    if (reason === "exit") {
      flushAll();
      return;
    }
    if (await release() > 0) {
      Script.pin();
      while (inside2() > 0)
        await pause(POLL_MS);
      Script.unpin();
    }
    retire();
  }
};
async function release() {
  fallSilent();
  if (timer !== null)
    clearInterval(timer);
  flushAll();
  const current = installer;
  installer = null;
  if (current !== null) {
    frida_java_bridge_default.performNow(() => {
      current.restore();
    });
    await settle();
    await pause(POLL_MS);
  }
  const end = Date.now() + DRAIN_MS;
  while (inside2() > 0 && Date.now() < end)
    await pause(POLL_MS);
  return inside2();
}
function inside2() {
  return callsRunning() + nativeCallsRunning() + networkCallsRunning();
}
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
