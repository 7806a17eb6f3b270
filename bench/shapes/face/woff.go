package face

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// mostTable bounds a table of a font, in bytes.
const mostTable = 32 << 20

// unpack makes a TrueType or OpenType font of one packed for the web (WOFF, of the first version). Others are left as they are.
func unpack(b []byte) ([]byte, error) {
	const header, entry = 44, 20
	if !bytes.HasPrefix(b, []byte("wOFF")) {
		return b, nil
	}
	if len(b) < header {
		return nil, errors.New("the font ends in its header")
	}
	n := int(binary.BigEndian.Uint16(b[12:]))
	if len(b) < header+n*entry {
		return nil, errors.New("the font ends in its list of tables")
	}
	head := append(bytes.Clone(b[4:8]), b[12], b[13], 0, 0, 0, 0, 0, 0)
	var body []byte
	for i := range n {
		e := b[header+i*entry:]
		from, packed, size := binary.BigEndian.Uint32(e[4:]), binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		if uint64(from)+uint64(packed) > uint64(len(b)) || size > mostTable {
			return nil, errors.New("a table of the font lies beyond its end")
		}
		table := b[from : from+packed]
		if packed < size {
			z, err := zlib.NewReader(bytes.NewReader(table))
			if err != nil {
				return nil, fmt.Errorf("unpack a font's table: %w", err)
			}
			if table, err = io.ReadAll(io.LimitReader(z, int64(size))); err != nil {
				return nil, fmt.Errorf("unpack a font's table: %w", err)
			}
		}
		head = append(head, e[:4]...)
		head = append(head, e[16:20]...)
		head = binary.BigEndian.AppendUint32(head, uint32(12+16*n+len(body)))
		head = binary.BigEndian.AppendUint32(head, uint32(len(table)))
		body = append(body, table...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(head, body...), nil
}
