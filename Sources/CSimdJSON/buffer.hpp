#pragma once
#include <cstdlib>
#include <cstring>
#include <new>

namespace geojson {

/// A growing array of plain values that is not cleared when it grows.
template <class T>
struct Buffer {
  T *data = nullptr;
  size_t count = 0;
  size_t capacity = 0;

  Buffer() = default;
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;
  ~Buffer() { std::free(data); }

  void reserve(size_t extra) {
    if (__builtin_expect(count + extra <= capacity, 1)) return;
    size_t wanted = (count + extra) * 2 + 64;
    T *moved = static_cast<T *>(std::realloc(data, wanted * sizeof(T)));
    if (!moved) throw std::bad_alloc();
    data = moved;
    capacity = wanted;
  }
  void push(T item) {
    reserve(1);
    data[count++] = item;
  }
  void append(const T *items, size_t number) {
    reserve(number);
    std::memcpy(data + count, items, number * sizeof(T));
    count += number;
  }
};

}  // namespace geojson
